"""The school's addresses."""

from django.urls import path

from lessons.views import (
    attempt,
    check,
    completion,
    course,
    landing,
    lesson,
    progress,
    progress_file,
    questions,
    review,
    signing,
    study,
    teach,
)

app_name = "lessons"

urlpatterns = [
    path("", landing.landing, name="landing"),
    path("course/", course.course, name="course"),
    path("course/prove", course.prove, name="prove"),
    path("progress/", progress.progress, name="progress"),
    path("completion/", completion.completion, name="completion"),
    path("completion/link", completion.link, name="completion_link"),
    path("c/<slug:code>/", completion.shown, name="shown"),
    path("lessons/<slug:slug>/", lesson.lesson, name="lesson"),
    path("lessons/<slug:slug>/questions/", questions.questions, name="questions"),
    path("lessons/<slug:slug>/questions/<slug:question_id>/", questions.question, name="question"),
    path("lessons/<slug:slug>/questions/<slug:question_id>/sandbox", questions.try_it, name="question_try"),
    path("check/", check.start, name="check_start"),
    path("check/begin", check.begin, name="check_begin"),
    path("check/<slug:code>/", check.check, name="check"),
    path("check/<slug:code>/disagree", check.disagree, name="check_disagree"),
    path("check/<slug:code>/<int:number>/", check.question, name="check_question"),
    path("check/<slug:code>/<int:number>/sandbox", check.try_it, name="check_try"),
    path("review/", review.review, name="review"),
    path("review/<slug:misconception>/drop", review.drop, name="review_drop"),
    path("review/<slug:code>/<int:number>/", review.question, name="review_question"),
    path("review/<slug:code>/<int:number>/sandbox", review.try_it, name="review_try"),
    path("lessons/<slug:slug>/begin", lesson.begin, name="begin"),
    path("lessons/<slug:slug>/summary", lesson.summary, name="summary"),
    # An attempt goes by the organization in which it is played, and so does the replay of a solution.
    path("attempts/<slug:public_id>/go-on", attempt.go_on, name="go_on"),
    path("attempts/<slug:public_id>/predict", attempt.predict, name="predict"),
    path("attempts/<slug:public_id>/hint", attempt.hint, name="hint"),
    path("attempts/<slug:public_id>/reveal", attempt.reveal, name="reveal"),
    path("attempts/<slug:public_id>/sandbox", attempt.to_sandbox, name="to_sandbox"),
    path("replays/<slug:public_id>/play", attempt.play, name="play"),
    # Whose work it is.
    path("study/phrase", study.phrase, name="phrase"),
    path("study/browsers/<int:key_id>/sign-out", study.end_browser, name="end_browser"),
    path("study/progress.json", progress_file.export_progress, name="export_progress"),
    path("study/import", progress_file.import_progress, name="import_progress"),
    path("progress.schema.json", progress_file.schema, name="progress_schema"),
    path("resume/", study.resume, name="resume"),
    path("erase/", study.erase, name="erase"),
    path("privacy/", study.privacy, name="privacy"),
    path("sign-up/", signing.sign_up, name="sign_up"),
    path("sign-in/", signing.sign_in, name="sign_in"),
    path("sign-out/", signing.sign_out, name="sign_out"),
    path("password/", signing.password, name="password"),
    path("teach/", teach.teach, name="teach"),
    path("teach/sign-up/", teach.sign_up, name="teach_sign_up"),
]
