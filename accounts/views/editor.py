from django.http import Http404


def page(request, public_id, **kwargs):
    raise Http404
