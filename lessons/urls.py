"""The school's addresses."""

from django.urls import path

from lessons.views import lesson

app_name = "lessons"

urlpatterns = [
    path("lessons/<slug:slug>/", lesson.lesson, name="lesson"),
]
