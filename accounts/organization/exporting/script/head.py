"""The beginning of the script."""

from __future__ import annotations

from typing import Final

from accounts.organization.operations.resource_kinds import DEFAULT_REGION

BEGINNING: Final = """\
#!/usr/bin/env bash
# Builds an organization anew. Run it with credentials of an administrator of the account that is to be the
# management account, and that is in no organization yet. Needs the AWS CLI. Set AWS_ENDPOINT_URL to build it
# elsewhere than in AWS. New passwords and access keys are made up, and printed once.
#"""
FUNCTIONS: Final = f"""\
set -euo pipefail
shopt -s inherit_errexit
umask 077
export AWS_PAGER=""
own_key=${{AWS_ACCESS_KEY_ID-}} own_secret=${{AWS_SECRET_ACCESS_KEY-}} own_token=${{AWS_SESSION_TOKEN-}}

# Waits until an account that was asked for is there, prints its number.
created() {{
  local state
  while :; do
    state=$(aws organizations describe-create-account-status --create-account-request-id="$1" \\
      --query=CreateAccountStatus.State --output=text)
    case "$state" in
      SUCCEEDED) break ;;
      FAILED) echo "An account could not be created" >&2; return 1 ;;
      *) sleep 5 ;;
    esac
  done
  aws organizations describe-create-account-status --create-account-request-id="$1" \\
    --query=CreateAccountStatus.AccountId --output=text
}}

# Acts in another account from here on, in the role that create-account makes there.
enter() {{
  local keys
  keys=$(aws sts assume-role --role-arn="arn:aws:iam::$1:role/OrganizationAccountAccessRole" \\
    --role-session-name=orgsim --output=text \\
    --query='Credentials.[AccessKeyId,SecretAccessKey,SessionToken]')
  read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<<"$keys"
  export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
}}

# Acts in the management account again.
leave() {{
  unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
  if [ -n "$own_key" ]; then export AWS_ACCESS_KEY_ID="$own_key" AWS_SECRET_ACCESS_KEY="$own_secret"; fi
  if [ -n "$own_token" ]; then export AWS_SESSION_TOKEN="$own_token"; fi
}}

# Gives a user a password for the console. What is in the other arguments is for create-login-profile.
create_password() {{
  local password
  password=$(aws secretsmanager get-random-password --region={DEFAULT_REGION} --password-length=32 \\
    --require-each-included-type --query=RandomPassword --output=text)
  aws iam create-login-profile --user-name="$1" --password="$password" "${{@:2}}" >/dev/null
  echo "Password of $1: $password"
}}

# Gives a user an access key. The second argument is its status.
create_access_key() {{
  local key
  key=$(aws iam create-access-key --user-name="$1" --query='AccessKey.[AccessKeyId,SecretAccessKey]' \\
    --output=text)
  echo "Access key of $1: $key"
  if [ "$2" = Inactive ]; then
    aws iam update-access-key --user-name="$1" --access-key-id="${{key%%[[:space:]]*}}" --status=Inactive
  fi
}}
"""
