"""Our operations beside AWS's own description of its API, which the AWS CLI and boto3 are made from."""

import inspect
import re

import pytest
from botocore import xform_name
from botocore.loaders import Loader
from botocore.model import ServiceModel

from accounts.organization.errors import organizations as errors
from accounts.organization.operations import organizations
from accounts.organization.operations.organizations import reads
from accounts.organization.operations.organizations.inputs import SHAPES
from accounts.organization.state import HandshakeAction, HandshakeState, PolicyType
from tests.organization.world import ACME, refused

DESCRIPTION = Loader().load_service_model("organizations", "service-2")
MODEL = ServiceModel(DESCRIPTION, "organizations")
NOT_SIMULATED = {
    # Another part of AWS, with its own accounts.
    "CreateGovCloudAccount",
    # Another organization pays the bills.
    "DescribeResponsibilityTransfer",
    "InviteOrganizationToTransferResponsibility",
    "ListInboundResponsibilityTransfers",
    "ListOutboundResponsibilityTransfers",
    "TerminateResponsibilityTransfer",
    "UpdateResponsibilityTransfer",
}
OF_THE_SIMULATOR = {"organization", "occasion", "caller_account_id", "time"}
"""What AWS knows without being told: who calls, and when."""
OPERATIONS = {
    name: getattr(organizations, xform_name(name), None) or getattr(reads, xform_name(name))
    for name in MODEL.operation_names
    if name not in NOT_SIMULATED
}
REASONS = {
    reason
    for error in ("ConstraintViolation", "HandshakeConstraintViolation", "InvalidInput")
    for reason in MODEL.shape_for(f"{error}Exception").members["Reason"].enum
}


def raised(operation) -> set[str]:
    """The errors and reasons that the docstring names."""
    _, _, text = inspect.getdoc(operation).partition("Raises")
    return set(re.findall(r"``(\w+)``", text))


def test_there_is_every_operation_and_no_other():
    assert set(OPERATIONS.values()) == {
        *(getattr(organizations, name) for name in organizations.__all__),
        *(getattr(reads, name) for name in reads.__all__),
    }


@pytest.mark.parametrize("name", OPERATIONS)
class TestEachOperation:
    def test_takes_the_members_of_aws(self, name):
        members = MODEL.operation_model(name).input_shape.members if takes_input(name) else {}
        parameters = set(inspect.signature(OPERATIONS[name]).parameters)

        assert parameters - OF_THE_SIMULATOR == {xform_name(member) for member in members}

    def test_asks_for_what_aws_asks_for(self, name):
        required = MODEL.operation_model(name).input_shape.required_members if takes_input(name) else ()
        parameters = inspect.signature(OPERATIONS[name]).parameters.values()

        asked = {each.name for each in parameters if each.default is each.empty} - OF_THE_SIMULATOR
        assert asked == {xform_name(member) for member in required}

    def test_raises_what_aws_raises(self, name):
        known = {shape.name.removesuffix("Exception") for shape in MODEL.operation_model(name).error_shapes}
        said = raised(OPERATIONS[name]) if inspect.getdoc(OPERATIONS[name]) else set()

        assert {each for each in said if each.isupper()} <= REASONS
        assert {each for each in said if each[0].isupper() and not each.isupper()} <= known


def takes_input(name: str) -> bool:
    return MODEL.operation_model(name).input_shape is not None


@pytest.mark.parametrize(
    ("shape", "ours"),
    [
        ("PolicyType", PolicyType),
        ("HandshakeState", HandshakeState),
        # Responsibility for bills is not transferred here.
        ("ActionType", HandshakeAction),
    ],
)
def test_there_is_every_member_of_an_enum(shape, ours):
    assert {each.value for each in ours} == set(MODEL.shape_for(shape).enum) - {"TRANSFER_RESPONSIBILITY"}


ILL_SHAPED = [
    (name, parameter)
    for name, operation in OPERATIONS.items()
    for parameter in inspect.signature(operation).parameters
    if parameter in SHAPES
]
NEARLY = [
    *("nonsense", "a/b", "config.amazonaws.com"),
    *("12345678901", "123456789012", "1234567890123"),
    *("r-x", "r-ab12", "ou-root-x", "ou-ABCD-abcdefgh", "ou-ab12-abcdefgh"),
    *("p-short", "p-longenough", "rp-x", "rp-long"),
    *("h-short", "h-longenough", "car-short", "car-longenough"),
]


class TestIdentifiers:
    @pytest.mark.parametrize(("name", "parameter"), ILL_SHAPED)
    def test_of_another_shape_are_refused_before_anything_is_looked_for(self, name, parameter):
        for value in ("x" * 200, "two\nlines", 5):
            with refused(errors.InvalidInput, SHAPES[parameter].reason):
                OPERATIONS[name](ACME, **{parameter: value})

    @pytest.mark.parametrize("parameter", sorted({parameter for _, parameter in ILL_SHAPED}))
    def test_have_the_shape_that_aws_publishes(self, parameter):
        """AWS's patterns lack brackets around their alternatives; they are meant to match a whole text."""
        published = re.compile(published_pattern(parameter).replace("^", "").replace("$", ""))

        for value in NEARLY:
            assert bool(SHAPES[parameter].pattern.fullmatch(value)) == bool(published.fullmatch(value)), value


def published_pattern(parameter: str) -> str:
    inputs = [MODEL.operation_model(name).input_shape for name in OPERATIONS if takes_input(name)]
    members = {xform_name(member): shape for each in inputs for member, shape in each.members.items()}
    return DESCRIPTION["shapes"][members[parameter].name]["pattern"]
