"""The school's addresses."""

from django.urls import path

from lessons.views import (
    attempt,
    check,
    classes,
    classroom,
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
    # Live classes: for who joins, and for who holds them.
    path("join/", classroom.join, name="join"),
    path("join/<slug:code>/", classroom.join, name="join_code"),
    path("class/<slug:public_id>/", classroom.classroom, name="classroom"),
    path("class/<slug:public_id>/live", classroom.follow, name="classroom_live"),
    path("class/<slug:public_id>/vote", classroom.vote, name="classroom_vote"),
    path("class/<slug:public_id>/task", classroom.task, name="classroom_task"),
    path("teach/classes/new/", classes.new, name="new_class"),
    path("teach/classes/<slug:public_id>/", classes.screen, name="class"),
    path("teach/classes/<slug:public_id>/live", classes.follow, name="class_live"),
    path("teach/classes/<slug:public_id>/act", classes.act, name="class_act"),
    path("teach/classes/<slug:public_id>/delete", classes.delete, name="class_delete"),
    path("teach/classes/<slug:public_id>/projector/", classes.projector, name="projector"),
    path(
        "teach/classes/<slug:public_id>/seats/<int:seat_id>/rename", classes.rename_seat, name="rename_seat"
    ),
    path(
        "teach/classes/<slug:public_id>/seats/<int:seat_id>/remove", classes.remove_seat, name="remove_seat"
    ),
    path("teach/classes/<slug:public_id>/seats/<int:seat_id>/name", classes.rename_seat, name="rename_seat"),
    path("teach/classes/<slug:public_id>/seats/<int:seat_id>/out", classes.remove_seat, name="remove_seat"),
    path("teach/classes/<slug:public_id>/seats/<int:seat_id>/words", classes.new_words, name="new_words"),
]
