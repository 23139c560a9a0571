"""What a case needs of a product is read off its turns."""

import pytest

from brightline.compile.needs import Need, needs_of, technique_needs
from brightline.plugins import find_techniques
from brightline.records import Role, Turn


def turns(*roles: Role) -> tuple[Turn, ...]:
    return tuple(Turn(role=role, text="Hello.") for role in roles)


@pytest.mark.parametrize(
    ("said", "needs"),
    [
        (turns(Role.USER), set()),
        (turns(Role.SYSTEM, Role.USER), {Need.SYSTEM}),
        (turns(Role.USER, Role.USER), {Need.TURNS}),
        (turns(Role.ASSISTANT, Role.USER), {Need.HISTORY}),
        (turns(Role.USER, Role.ASSISTANT, Role.USER), {Need.TURNS, Need.HISTORY}),
    ],
)
def test_needs_are(said: tuple[Turn, ...], needs: set[Need]) -> None:
    assert needs_of(said) == needs


def test_what_the_techniques_of_the_nightly_suite_need() -> None:
    needs = {each.name: technique_needs(each) for each in find_techniques("nightly")}

    assert {name: found for name, found in needs.items() if found} == {
        "scope_launder": (Need.TASKS,),
        "pushback": (Need.TURNS,),
        "foot_in_door": (Need.TURNS,),
        "bundle": (Need.TURNS,),
        "skeleton_key": (Need.TURNS,),
        "forged_assistant_turn": (Need.TURNS, Need.HISTORY),
    }
