"""The policy language and the judge. Pure: no Django, no files, no clock.

Two questions, one truth:

- ``evaluate.evaluate(request, policies)`` decides one request and answers with every gate it passed;
  it reads like the documentation and is the definition.
- ``permissions.permissions(policies, principal, context, universe)`` decides every action of the
  catalogue at once, with bitmaps; asked ``on`` a resource, every action that can name it. A property
  test holds the two equal on every action.

The map, from the text to the verdict:

=================  ==============================================================================
``json_reader``    JSON text to values that remember their line and column
``faults``         what is wrong with a text, and where
``parse``          text to ``PolicyDocument``, collecting every fault with its name and place
``nearest``        what somebody may have meant by an unknown name
``document``       the values a policy is made of
``printing``       a ``PolicyDocument`` as text again, in one way of writing it
``operators``      the condition operators by name
``patterns``       ``*`` and ``?`` in linear time
``arn``            ARNs and patterns over ARNs, six segments one by one
``arn_formats``    which kind of resource an ARN is of
``variables``      ``${aws:username}`` and its kin
``comparisons``    one value against another: text, number, date, address, ARN
``conditions``     what an operator says about a key that is there, missing, empty or unknown
``request``        who asks what, and what is known about it
``truth``          yes, maybe, no
``decision``       what the judge answers: decision, deciding rule, gates
``matching``       does a statement match a request, and which part of it did not
``principals``     as whom a resource's policy means the caller
``guardrails``     the SCPs and RCPs along the path root → organizational units → account; endpoints
``grants``         who has to allow: boundary, session, identity, resource; one account or two
``refusals``       what AWS itself refuses, whatever policies say
``evaluate``       gates in order, the decision, the deciding rule
``action_sets``    sets of actions as bitmaps over the sorted catalogue
``compilation``    a statement as the sets of actions that it surely and possibly matches
``special``        actions that AWS refuses, that RCPs do not reach, that need the resource's consent
``gate_sets``      one gate as the sets of actions that it denies and allows
``partition``      gates intersected: the whole catalogue by decision and by place of the rule
``course``         the gates of one principal by their names, and the ways between them
``permissions``    the partition for one principal, with the rules by their names
``keys``           which unknown condition keys a decision depends on, and what each value decides
``key_values``     values worth trying under a key: what policies write, another one, none
``explain``        sentences as message id and parameters; what AWS would print
``cases``          a case of ``manage.py simulate`` as JSON, and its answer
``quotas``         numbers that came from AWS, with their date
=================  ==============================================================================
"""
