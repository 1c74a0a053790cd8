"""The school's addresses."""

from django.urls import path

from lessons.views import lesson, signing, study

app_name = "lessons"

urlpatterns = [
    path("lessons/<slug:slug>/", lesson.lesson, name="lesson"),
    # Whose work it is.
    path("study/", study.study, name="study"),
    path("study/phrase", study.phrase, name="phrase"),
    path("study/browsers/<int:key_id>/sign-out", study.end_browser, name="end_browser"),
    path("resume/", study.resume, name="resume"),
    path("erase/", study.erase, name="erase"),
    path("privacy/", study.privacy, name="privacy"),
    path("sign-up/", signing.sign_up, name="sign_up"),
    path("sign-in/", signing.sign_in, name="sign_in"),
    path("sign-out/", signing.sign_out, name="sign_out"),
    path("password/", signing.password, name="password"),
]
