from django.apps import AppConfig
from django.db.models.signals import post_save


class LessonsConfig(AppConfig):
    name = "lessons"
    verbose_name = "School"

    def ready(self) -> None:
        from django.utils.translation import get_language

        from accounts import companions, guests
        from accounts.signals import leaving, merged, revised, revising
        from lessons import attempts, beside, forgetting, merging, reviews
        from lessons.building import beside as building_beside
        from lessons.classroom import news, sharing, sitting
        from lessons.course.spoken import speak
        from lessons.grades.xapi import outbox
        from lessons.lti import scores
        from lessons.page.classroom import leading
        from lessons.signals import judged, rejudged

        speak(get_language)
        news.register()
        guests.register(sharing.guest_of)
        companions.register(beside.companion_of)
        companions.register(leading.companion_of)
        companions.register(building_beside.companion_of)
        revised.connect(attempts.note_revision, dispatch_uid="lessons")
        post_save.connect(attempts.note_proof, sender="lessons.Proof", dispatch_uid="lessons")
        post_save.connect(reviews.note_answer, sender="lessons.Answer", dispatch_uid="lessons-reviews")
        judged.connect(outbox.note_work, dispatch_uid="lessons-xapi")
        post_save.connect(outbox.note_ballot, sender="lessons.Ballot", dispatch_uid="lessons-xapi")
        judged.connect(scores.note_work, dispatch_uid="lessons-lti")
        rejudged.connect(outbox.note_work, dispatch_uid="lessons-xapi")
        rejudged.connect(scores.note_work, dispatch_uid="lessons-lti")
        revising.connect(sitting.keep_still, dispatch_uid="lessons-classroom")
        judged.connect(sitting.note_work, dispatch_uid="lessons-classroom")
        leaving.connect(forgetting.note_leaving, dispatch_uid="lessons")
        merged.connect(merging.settle, dispatch_uid="lessons")
