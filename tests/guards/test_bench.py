"""The bench's ratios: what runs slower in every round is slower, and what does not is told apart from nothing."""

from random import Random

from bench.rounds import Turn, in_turn, ratio


class One:
    def __init__(self, name: str) -> None:
        self.name = name

    async def play(self) -> list[float]:
        return [1.0]


def turns(*seconds: float) -> list[Turn]:
    return [Turn(seconds=one, steps=(one,), cpu={"worker": one}, elsewhere=0.0) for one in seconds]


def test_what_is_twice_as_slow_in_every_round_is_so_without_any_doubt() -> None:
    rounds = [Random(7).uniform(0.5, 5) for _ in range(20)]

    found = ratio(turns(*(2 * one for one in rounds)), turns(*rounds), lambda turn: turn.p50)

    assert str(found) == "2.00 [2.00, 2.00]"


def test_a_round_that_something_else_disturbed_does_not_count() -> None:
    found = ratio(turns(*[1.0] * 9, 50.0), turns(*[1.0] * 10), lambda turn: turn.seconds)

    assert found.found == 1.0


def test_noise_is_told_apart_from_nothing() -> None:
    chance = Random(7)
    ours, theirs = ([chance.gauss(1, 0.1) for _ in range(40)] for _ in range(2))

    found = ratio(turns(*ours), turns(*theirs), lambda turn: turn.all_cpu)

    assert found.least < 1 < found.most
    assert found.most - found.least < 0.2
    assert str(found) == str(ratio(turns(*ours), turns(*theirs), lambda turn: turn.all_cpu))


def test_every_round_has_each_variant_once_and_another_goes_first() -> None:
    variants = [One("a"), One("b"), One("c")]

    played = [(number, variant.name) for number, variant in in_turn(variants, 3)]

    assert [name for _, name in played] == ["a", "b", "c", "b", "c", "a", "c", "a", "b"]
