"""Uploaded files in a bucket of S3, or of what speaks like it, which all machines share."""

from functools import wraps

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

PATIENCE = Config(connect_timeout=5, read_timeout=20, retries={"max_attempts": 2})  # seconds


def as_os_errors(method):
    """Let a method fail as one of a disk does: with an OSError, whatever is wrong with the bucket."""

    @wraps(method)
    def call(*args, **kwargs):
        try:
            return method(*args, **kwargs)
        except (BotoCoreError, Boto3Error, ClientError) as error:
            raise OSError(f"the bucket does not answer as it should ({type(error).__name__})") from error

    return call


class ObjectStorage(S3Storage):
    """Files under their names in a bucket. It fails with the errors of a disk, which the site knows."""

    def get_default_settings(self):
        return {**super().get_default_settings(), "client_config": PATIENCE}


for name in ("_open", "_save", "delete", "exists", "listdir", "size", "get_modified_time"):
    setattr(ObjectStorage, name, as_os_errors(getattr(S3Storage, name)))
