"""What schemathesis makes of the schema of the API: every answer is one that the schema promises."""

import os
import warnings

import schemathesis
from hypothesis import HealthCheck, given, seed, settings

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "200"))  # of each operation
LEFT_OUT = (
    # What is not known in an address is ignored and named: the contract refuses nothing.
    schemathesis.checks.negative_data_rejection,
)


def test_api_answers_as_its_schema_promises(served):
    with served("schema", samples=60) as (site,):
        schema = schemathesis.openapi.from_url(f"{site.url}/api/v1/schema/")
        operations = [result.ok() for result in schema.get_all_operations()]
        for operation in operations:
            check(operation)

    print(f"\n{len(operations)} operations, {EXAMPLES} requests to each")
    assert len(operations) >= 7


def check(operation):
    @seed(8)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def answer_fits(case):
        case.call_and_validate(excluded_checks=LEFT_OUT)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answer_fits()
