"""moto's server: answers as AWS does, over HTTP, to the programs that people use."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from unittest.mock import patch

import boto3
import requests
from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.server import ThreadedMotoServer

KNOWN = ("AdministratorAccess", "PowerUserAccess", "ReadOnlyAccess")
"""AWS's own policies that moto is to know. Of all of them it would make a copy for each account."""
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "mock",
    "AWS_SECRET_ACCESS_KEY": "mock",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
}


@contextmanager
def mock_aws() -> Iterator[str]:
    """The server's URL, an empty AWS behind it; the environment has credentials for it.

    moto keeps what it was told for the whole process, whichever server was told.
    """
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    with patch.dict(os.environ, CREDENTIALS), patch("moto.iam.models.aws_managed_policies_data", known()):
        try:
            forget_everything(url)
            yield url
        finally:
            server.stop()


@cache
def known() -> str:
    policies = json.loads(aws_managed_policies_data)
    return json.dumps({name: policies[name] for name in KNOWN})


def forget_everything(url: str) -> None:
    requests.post(f"{url}/moto-api/reset", timeout=10).raise_for_status()


def client(url: str, service: str, account_id: str | None = None, **more: str):
    """Of the management account, or of a member in the role that ``CreateAccount`` made."""
    if account_id is None:
        return boto3.client(service, endpoint_url=url, **more)
    role = f"arn:aws:iam::{account_id}:role/OrganizationAccountAccessRole"
    assumed = client(url, "sts").assume_role(RoleArn=role, RoleSessionName="tests")["Credentials"]
    return boto3.client(
        service,
        endpoint_url=url,
        aws_access_key_id=assumed["AccessKeyId"],
        aws_secret_access_key=assumed["SecretAccessKey"],
        aws_session_token=assumed["SessionToken"],
        **more,
    )
