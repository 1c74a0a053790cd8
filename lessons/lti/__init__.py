"""orgsim as a tool of learning platforms: LTI 1.3 and LTI Advantage (1EdTech's specifications).

=============== =====================================================================================
``keys``        the key that orgsim signs with, and how platforms get the public half
``platform``    whether a platform signed something; asking its services
``launch``      what a platform says when it launches orgsim, read and checked
``arriving``    a launch, from the request for a login to the page where somebody arrives
``choosing``    deep linking: what an instructor can put into a course of the platform
``scores``      what learners have reached, kept until the platform has it
``roster``      who is in the course there, and not in the class here
=============== =====================================================================================

A launch needs no cookie in a frame: there orgsim shows nothing but a link that opens it in a window of its
own. Deep linking stays in the frame, and needs no cookie. All of it is off while no platform is registered.

The messages of a launch are checked with PyJWT. The library that is made for LTI in Python, PyLTI1p3, has
had no release since 2022, keeps a launch's state in cookies for frames, and writes scripts into its pages,
which our Content-Security-Policy forbids.

What an instructor may do here no platform says: it is their sign-in here that does.
"""
