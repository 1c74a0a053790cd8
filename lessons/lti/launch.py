"""What a platform says when it launches orgsim, read once.

Source: 1EdTech LTI Core 1.3, section 5.3 and 5.4; Deep Linking 2.0, section 4.4; Assignment and Grade
Services 2.0, section 3.1; Names and Role Provisioning Services 2.0, section 2.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from lessons.lti.platform import NotSigned, is_web_address

CLAIM: Final = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP_LINKING: Final = "https://purl.imsglobal.org/spec/lti-dl/claim/"
GRADES: Final = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
ROSTER: Final = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
SCORE_SCOPE: Final = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
ROSTER_SCOPE: Final = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
MEMBERSHIP: Final = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
TEACHING: Final = frozenset(
    MEMBERSHIP + role for role in ("Instructor", "ContentDeveloper", "Administrator", "Manager")
)
"""In the course. Who administers the platform is somebody else."""
TO_LINK: Final = "LtiResourceLinkRequest"
TO_CHOOSE: Final = "LtiDeepLinkingRequest"
LONGEST_NAME: Final = 255
LONGEST_ADDRESS: Final = 1000


@dataclass(frozen=True, slots=True)
class Launch:
    """``wants_choice``: something is to be chosen for the course; then ``return_url`` and ``data`` are there,
    and no ``link``. ``target`` is the custom parameter that says where the link leads."""

    subject: str
    deployment: str
    course: str
    course_title: str
    is_teaching: bool
    wants_choice: bool = False
    link: str = ""
    link_title: str = ""
    target: str = ""
    score_url: str = ""
    roster_url: str = ""
    return_url: str = ""
    data: str = ""
    takes_scores: bool = False
    takes_several: bool = False

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Launch:
        return cls(**kept)


def read_launch(claims: Mapping[str, Any]) -> Launch:
    """Of claims that the platform has signed. Raises ``NotSigned`` for what is no launch of LTI 1.3."""
    if claims.get(CLAIM + "version") != "1.3.0":
        raise NotSigned("version must be 1.3.0")
    kind = claims.get(CLAIM + "message_type")
    if kind not in (TO_LINK, TO_CHOOSE):
        raise NotSigned(f"message_type {kind!r} is none that orgsim takes"[:200])
    context, grades = _object(claims, CLAIM + "context"), _object(claims, GRADES)
    scopes = grades.get("scope")
    scores = isinstance(scopes, list) and SCORE_SCOPE in scopes
    roles = claims.get(CLAIM + "roles")
    common = {
        "subject": _text(claims, "sub", needed=True),
        "deployment": _text(claims, CLAIM + "deployment_id", needed=True),
        "course": _text(context, "id"),
        "course_title": str(context.get("title") or context.get("label") or "")[:LONGEST_NAME],
        "is_teaching": isinstance(roles, list) and any(each in TEACHING for each in roles if _is_text(each)),
        "roster_url": _address(_object(claims, ROSTER), "context_memberships_url"),
    }
    if kind == TO_CHOOSE:
        wanted = _object(claims, DEEP_LINKING + "deep_linking_settings")
        return_url = _address(wanted, "deep_link_return_url")
        if not return_url:
            raise NotSigned("deep_link_return_url must be a web address")
        return Launch(
            **common,
            wants_choice=True,
            return_url=return_url,
            data=wanted["data"] if _is_text(wanted.get("data")) else "",
            takes_scores="lineitem" in str(scopes),
            takes_several=wanted.get("accept_multiple") is True,
        )
    link, custom = _object(claims, CLAIM + "resource_link"), _object(claims, CLAIM + "custom")
    return Launch(
        **common,
        link=_text(link, "id", needed=True),
        link_title=str(link.get("title") or "")[:LONGEST_NAME],
        target=custom["orgsim"] if _is_text(custom.get("orgsim")) else "",
        score_url=_address(grades, "lineitem") if scores else "",
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _object(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = of.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(of: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
    found = of.get(name, "")
    if not isinstance(found, str) or len(found) > LONGEST_NAME or (needed and not found):
        raise NotSigned(f"{name} must be a text of at most {LONGEST_NAME} characters")
    return found


def _address(of: Mapping[str, Any], name: str) -> str:
    found = of.get(name, "")
    return found if is_web_address(found) and len(found) <= LONGEST_ADDRESS else ""
