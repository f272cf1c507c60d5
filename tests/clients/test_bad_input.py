"""Every command with something bad: the right exit code, which rule or what is wrong, what to do, no traceback."""

from pathlib import Path
from typing import NamedTuple

from clients.cli.frame.commands import ACTION, COMMANDS
from tests.area import Kind
from tests.clients.typed import CommandLine, marks_of

NOBODY = "NOBODY"


class Bad(NamedTuple):
    """What is typed, by whom, how it ends, and what is said of it."""

    typed: str
    by: str
    code: int
    says: str


BAD = (
    Bad("inbox", NOBODY, 4, "unknown_person"),
    Bad("inbox extra", "M1", 2, "extra"),
    Bad("notices", NOBODY, 4, "unknown_person"),
    Bad("notices --days some", "M1", 2, "some"),
    Bad("notices --days -1", "M1", 2, "-1"),
    Bad("ask-for assessment 91NOWHERE --text Please", "P1", 4, "unknown_case"),
    Bad("ask-for more 91NOWHERE --text Please", "P1", 2, "more"),
    Bad("answer-request case-91NOWHERE r1 agreed --text Yes", "M1", 4, "unknown_request"),
    Bad("improved iqa-nowhere 3 91NOWHERE", "M1", 4, "not_open"),
    Bad("access-log", "S1", 5, "auditor"),
    Bad("access-log --on some", "I1", 2, "some"),
    Bad("bind-account P1 42", "A1", 2, "IQA_OIDC_ISSUER"),
    Bad("bind-account P1 42 --issuer https://idp.example.test", "M1", 5, "administrator"),
    Bad("unbind-account P1", "A1", 2, "IQA_OIDC_ISSUER"),
    Bad("unbind-account P1 --issuer https://idp.example.test", "S1", 5, "administrator"),
    Bad("sign-ins P1", "M1", 5, "administrator"),
    Bad("end-sign-ins P1", "M1", 5, "administrator"),
    Bad("refusals", "S1", 5, "auditor"),
    Bad("refusals --days some", "I1", 2, "some"),
    Bad("show iqa-nowhere", "M1", 4, "not_open"),
    Bad("show {it}", "P2", 5, "not_permitted"),
    Bad("show case-none", "M1", 4, "nothing_noted"),
    Bad("history iqa-nowhere", "M1", 4, "not_open"),
    Bad("history case-91NOWHERE", "M1", 4, "nothing_noted"),
    Bad("history {it}", "P2", 5, "not_permitted"),
    Bad("history {it} --file /nowhere", "M1", 2, "can't be read as a history"),
    Bad("history {it} --replay --file /nowhere", "M1", 2, "can't be read as a history"),
    Bad("list --area {area}", "P1", 5, "not_permitted"),
    Bad("list --area {area} --team", "S1", 2, "two lists"),
    Bad("list --quarter Q5", "M1", 3, "not_a_quarter"),
    Bad("find ' '", "M1", 2, "nothing to look for"),
    Bad("completion csh", "M1", 2, "choose bash, zsh or fish"),
    Bad("escalations --quarter 'a b'", "M1", 2, "is no id"),
    Bad("eligible iqa-nowhere", "M1", 4, "not_open"),
    Bad("draw iqa-nowhere", "M1", 4, "not_open"),
    Bad("eligible {it}", "P1", 5, "not_permitted"),
    Bad("eligible {it}", "M2", 5, "not_permitted"),
    Bad("draw {it}", "P2", 5, "not_permitted"),
    Bad("escalations --area YN", "M1", 5, "not_permitted"),
    Bad("select {it} {urn}", "M1", 3, "no_work_named"),
    Bad("select {it} {urn} --work nothing", "M1", 2, "choose charging, initial_review or progression"),
    Bad("select {it} {urn} --work charging", "P1", 5, "not_permitted"),
    Bad("select {it} {urn} --work charging", NOBODY, 4, "unknown_person"),
    Bad("select {it} none --work charging", "M1", 4, "unknown_case"),
    Bad("select {it} {finalised} --work charging", "M1", 3, "case_not_live"),
    Bad("select {it} {urn} --work charging --override guilty_plea=other", "M1", 3, "override_not_allowed"),
    Bad("select {it} {urn} --work charging --override guilty_plea", "M1", 2, "write it as NAME=VALUE"),
    Bad("select {it} {urn} --work charging --conversation case-1.c1", "M1", 4, "unknown_conversation"),
    Bad("select {it} {urn} --work charging --seen-version 9", "M1", 6, "stale"),
    Bad("select {it} {urn} --work charging --seen-version x", "M1", 2, "--seen-version"),
    Bad("select {it} {urn} --work charging --command-id 7", "M1", 2, "is no command id"),
    Bad("replace {it} --because other", "M1", 3, "no_case_selected"),
    Bad("replace {marked} --because nonsense", "M1", 3, "unlisted_reason"),
    Bad("mark {it}", "M1", 3, "no_case_selected"),
    Bad("mark {marked}", "M1", 2, "There is no terminal"),
    Bad("mark {marked} --file {bad_marks}", "M1", 2, "question 99: There is no such question here."),
    Bad("mark {marked} --file {ok_marks}", "P1", 5, "not_permitted"),
    Bad("mark {marked} --question x", "M1", 2, "is no number"),
    Bad("confirm {it}", "M1", 3, "no_case_selected"),
    Bad("confirm {marked}", "M1", 3, "questions_unanswered"),
    Bad("revise {marked} --because why", "M1", 2, "Give either --file, or --question"),
    Bad("revise {marked} --because why --question 1", "M1", 2, "A mark needs an answer"),
    Bad("revise {marked} --because why --question 1 --answer yes", "M1", 3, "assessment_not_confirmed"),
    Bad("revise {marked} --because why --file {bad_marks}", "M1", 3, "assessment_not_confirmed"),
    Bad("note-conversation none --prosecutor {p1} --mode video --view t", "M1", 4, "unknown_case"),
    Bad(
        "note-conversation {urn} --prosecutor {p1} --mode video --view t --on 2030-01-01",
        "M1",
        3,
        "day_to_come",
    ),
    Bad("note-conversation {urn} --prosecutor {p1} --mode video --view ''", "M1", 2, "is blank"),
    Bad("plan-conversation {marked} --on 31/02/2026", "M1", 2, "write it as 2026-11-23"),
    Bad("plan-conversation {marked} --mode video --on 2020-01-01", "M1", 3, "conversation_in_past"),
    Bad("plan-conversation {marked} --on 2026-12-01 --mode e-mail", "M1", 2, "choose face_to_face"),
    Bad("hold-conversation {marked} --mode video --view t", "M1", 3, "assessment_not_confirmed"),
    Bad("hold-conversation {marked} --mode video --went-well @/nowhere", "M1", 2, "can't be read"),
    Bad("hold-conversation {marked} --mode video --view t --revised /nowhere", "M1", 2, "can't be read"),
    Bad("hold-conversation {marked} --view t", "M1", 2, "--mode"),
    Bad("correct-conversation {marked} --on today --mode video --view t --because t", "M1", 3, "not_held"),
    Bad("take-back-conversation {marked} --because t", "M1", 3, "conversation_not_held"),
    Bad("hold-conversation {marked} --mode video", "M1", 2, "--do-differently"),
    Bad("confirm-conversation {marked}", "P1", 3, "conversation_not_held"),
    Bad("confirm-conversation {marked}", "M1", 5, "not_permitted"),
    Bad("dispute-conversation {marked}", "P1", 3, "conversation_not_held"),
    Bad("hold-conversation {marked} --as-noted --on 2026-11-02", "M1", 2, "--on would not count"),
    Bad(
        "hold-conversation {marked} --as-noted --mode video --view t",
        "M1",
        2,
        "--mode, --view would not count",
    ),
    Bad("close-conversation {marked} --because left --note gone", "M1", 5, "senior manager"),
    Bad("close-conversation {marked} --because nonsense --note gone", "S1", 3, "unlisted_reason"),
    Bad("acknowledge {marked}", "M1", 3, "not_sampled"),
    Bad("withdraw {marked} --because nonsense", "M1", 3, "unlisted_reason"),
    Bad("comment {marked} --text t", "P1", 3, "assessment_not_confirmed"),
    Bad("query {marked} two --text t", "P1", 2, "is no number"),
    Bad("query {marked} 2 --text t", "P1", 3, "assessment_not_confirmed"),
    Bad("answer-query {marked} q1 --outcome upheld --text t", "S1", 4, "unknown_query"),
    Bad("answer-query {marked} q1 --outcome maybe --text t", "S1", 2, "choose upheld, partly or not_upheld"),
    Bad("answer-query {marked} q1 --outcome upheld --text t --answer yes", "S1", 2, "needs its question"),
    Bad("dip-sample {marked} --comment t", "S1", 5, "not_permitted"),
    Bad("dip-sample {marked} --comment t --re-mark two=reasonable", "S1", 2, "is no number of a question"),
    Bad("dip-sample {marked} --comment t --re-mark 2=fine", "S1", 2, "is no verdict"),
    Bad("feedback {marked} --mode video --content t", "S1", 5, "not_permitted"),
    Bad("reassign {marked} --to {p1} --because t", "S1", 5, "own_work"),
    Bad("reassign {marked} --to NOBODY --because t", "S1", 4, "unknown_person"),
    Bad("open-quarter {area} 2026-28-Q3", "S1", 2, "is no quarter"),
    Bad("open-quarter XX {quarter}", "S1", 5, "not_permitted"),
    Bad("open-quarter {area} {quarter} --policy elsewhere-1", "S1", 4, "unknown_policy"),
    Bad("apply-policy {area} 2026-28-Q3 default-1", "S1", 2, "is no quarter"),
    Bad("apply-policy XX {quarter} default-1", "S1", 4, "quarter_not_open"),
    Bad("pace {area} 2026-28-Q3", "S1", 2, "is no quarter"),
    Bad("pace {area} {quarter}", "P1", 5, "not_permitted"),
    Bad("pace {area} {quarter}", "S1", 4, "quarter_not_open"),
    Bad("close-quarter {area} {quarter}", "S1", 4, "quarter_not_open"),
    Bad("quarter-report {area} {quarter}", "S1", 4, "quarter_not_open"),
    Bad("quarter-report {area} {quarter}", "P1", 5, "not_permitted"),
    Bad("national 2026-28-Q3", "C1", 2, "is no quarter"),
    Bad("national {quarter}", "M1", 5, "not_permitted"),
    Bad("exceptions 2026-28-Q3", "S1", 2, "is no quarter"),
    Bad("exceptions {quarter}", "P1", 5, "not_permitted"),
    Bad("leave {p1} --from 2026-12-08 --to 2026-12-07", "M1", 3, "ends_before_it_starts"),
    Bad("leave {p1} --from 2026-12-07 --to soon", "M1", 2, "is no day"),
    Bad("leave {p1} --from 2026-12-07 --to 2026-12-08 --cover {p1}", "M1", 3, "covers_themselves"),
    Bad("cancel-leave {p1} --from 2026-12-07", "M1", 4, "unknown_absence"),
    Bad("cancel-leave {p1} --from soon", "M1", 2, "is no day"),
    Bad("leave NOBODY --from 2026-12-07 --to 2026-12-08", "M1", 4, "unknown_person"),
    Bad("leave NO.BODY --from 2026-12-07 --to 2026-12-08", "M1", 4, "unknown_person"),
    Bad("leave {p1} --from 2026-12-07 --to 2026-12-08", "M2", 5, "not_permitted"),
    Bad("acknowledge-escalation none --will-do t", "S1", 4, "unknown_escalation"),
    Bad("verify-sample {area} {quarter}", "M1", 4, "quarter_not_open"),
    Bad("verify-sample {area} {quarter}", "P1", 5, "not_permitted"),
    Bad("verify-sample {area} {quarter} --file /nowhere", "P1", 2, "can't be read"),
    Bad("second-checks {area} {quarter}", "S1", 4, "quarter_not_open"),
    Bad("second-checks {area} soon", "S1", 2, "is no quarter"),
    Bad("manager-talk {it} --about t --to-try t", "S1", 3, "assessment_not_confirmed"),
    Bad("manager-talk {marked} --about t --to-try t", "P1", 5, "own_work"),
    Bad("manager-talk-outcome {marked} m1 --outcome t", "S1", 4, "unknown_manager_talk"),
    Bad("pick-sample iqa-nowhere --because other", "S1", 4, "not_open"),
    Bad("pick-sample {marked} --because other", "S1", 4, "quarter_not_open"),
    Bad("re-mark {marked}", "S1", 2, "has answers, or is skipped"),
    Bad("re-mark {marked} --answer 2=fine", "S1", 2, "is no answer"),
    Bad("re-mark {marked} --answer 2=no", "S1", 5, "not_permitted"),
    Bad("feedback {marked} --mode video --content t --develop nothing", "S1", 2, "no what, or no day"),
    Bad("development {marked} d1 --shown maybe", "S1", 2, "choose yes, partly or not_yet"),
    Bad("development {marked} d1 --shown yes", "S1", 5, "not_permitted"),
    Bad("hand-over {p1} --to NOBODY --because t", "S1", 4, "quarter_not_open"),
    Bad("action none {it}", "M1", 3, "no_case_selected"),
    Bad("action add {marked} --what t --owner NOBODY", "M1", 4, "unknown_person"),
    Bad("action add {marked} --what t --owner {p1} --due 2020-01-01", "M1", 3, "due_in_past"),
    Bad("action complete {marked} a1 --outcome t", "M1", 4, "unknown_action"),
    Bad("action complete case-none a1 --outcome t", "M1", 4, "unknown_action"),
    Bad("action hand-over {marked} a1 --to {p1} --because t", "M1", 4, "unknown_action"),
    Bad("action nonsense", "M1", 2, "nonsense"),
    Bad("import /nowhere", "", 2, "there is no such folder"),
    Bad("backup /nowhere/new", "", 2, "IQA_DSN names a real one"),
    Bad("restore /nowhere", "", 2, "IQA_DSN names a real one"),
    Bad("status extra", "", 2, "extra"),
    Bad("audit extra", "", 2, "extra"),
    Bad("audit", "P1", 5, "not_permitted"),
    Bad("reconcile extra", "", 2, "extra"),
    Bad("rebuild extra", "", 2, "extra"),
    Bad("run extra", "", 2, "extra"),
    Bad("run", "", 2, "IQA_DSN names a real one"),
    Bad("address", "", 2, "IQA_DSN names a real one"),
    Bad("web", "", 2, "IQA_DSN names a real server"),
    Bad("demo extra", "", 2, "extra"),
    Bad("prepare extra", "", 2, "extra"),
)


async def test_every_command_refuses_what_is_bad_by_name_and_says_what_to_do(
    iqa: CommandLine, tmp_path: Path
) -> None:
    words = await _placed(iqa, tmp_path)

    wrong = []
    for bad in BAD:
        typed = [part.strip("'") for part in bad.typed.format(**words).replace("'a b'", "'a\tb'").split(" ")]
        ran = await iqa(*typed, by=bad.by or None)
        if ran.code != bad.code or bad.says not in ran.err or ran.out:
            wrong.append((bad.typed, ran))
        if ran.code != 2 and "What to do" not in ran.err and ran.code not in (7, 8):
            wrong.append((bad.typed, ran))

    assert not wrong, "\n".join(f"{typed}: {ran}" for typed, ran in wrong)


async def test_nothing_is_changed_by_what_is_refused(iqa: CommandLine, tmp_path: Path) -> None:
    words = await _placed(iqa, tmp_path)
    before = await iqa.system.kinds(words["marked"])

    for typed in ("confirm {marked}", "withdraw {marked} --because nonsense", "comment {marked} --text t"):
        await iqa(*typed.format(**words).split(" "), by="M1")

    assert await iqa.system.kinds(words["marked"]) == before


def test_every_command_stands_in_the_table() -> None:
    names = {entry.name for entries in COMMANDS.values() for entry in entries}
    names |= {f"action {entry.name}" for entry in ACTION}
    tried = {bad.typed.split(" ")[0] for bad in BAD} | {" ".join(bad.typed.split(" ")[:2]) for bad in BAD}

    assert names - tried == set()


async def _placed(iqa: CommandLine, folder: Path) -> dict[str, str]:
    """An IQA without a case, one with a case to be marked, and the names that the table uses."""
    it, marked = await iqa.system.open("P1"), await iqa.system.open("P1")
    any_work, finalised = iqa.system.urn("P1", Kind.ANY_WORK), iqa.system.urn("P1", Kind.FINALISED)
    await iqa.ok("select", marked, any_work, "--work", "charging", by="M1")
    bad_marks = marks_of(folder, {99: 'answer = "yes"'}).rename(folder / "bad.toml")
    ok_marks = marks_of(folder, {1: 'answer = "yes"'})
    return {
        "it": it,
        "marked": marked,
        "urn": any_work,
        "finalised": finalised,
        "p1": iqa.system.id("P1"),
        "area": iqa.system.area,
        "quarter": iqa.system.quarter,
        "bad_marks": str(bad_marks),
        "ok_marks": str(ok_marks),
    }
