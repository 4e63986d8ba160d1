"""Random and bent forms: the parser answers with a form or with named problems, nothing else."""

from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

from fastlinje.questionnaires.data import DESCRIBE_YOUR_SYMPTOMS, standard_questionnaire
from fastlinje.questionnaires.engine.parse import parse_questionnaire
from fastlinje.questionnaires.engine.problems import QuestionnaireRefused
from fastlinje.questionnaires.engine.render import render_model

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def places(value, path=()):
    """Every place in a JSON value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from places(inner, (*path, key))


FORM = standard_questionnaire(DESCRIBE_YOUR_SYMPTOMS)


@settings(max_examples=150)
@given(place=st.sampled_from(list(places(FORM))), junk=JUNK)
def test_one_bent_place_is_read_or_refused(place, junk):
    form = deepcopy(FORM)
    *path, last = place
    inner = form
    for key in path:
        inner = inner[key]
    inner[last] = junk
    problems = None
    try:
        assert render_model(parse_questionnaire(form))
    except QuestionnaireRefused as refused:
        problems = refused.problems
    assert problems is None or len(problems) > 0
