"""Programs of others judge what orgsim says and writes: the AWS CLI, a mock AWS, linters of policies."""
