"""Draw a quarter's dip sample again: from its ledger, or from a document that somebody kept."""

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter
from pydantic import ValidationError

from clients.cli.frame.acting import at_desk
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure, usage
from clients.cli.frame.options import ASKING, Asking, named
from clients.cli.frame.report import Report
from clients.cli.quarter.views import parsed
from clients.desk import references, samples
from clients.desk.desk import Desk, SignedIn
from clients.desk.samples import Verified
from domain import words
from domain.quarter.sample.lottery import Fault
from domain.quarter.sample.population import Pick
from domain.quarter.sample.proof import SampleRecord

_LARGEST: Final = 32_000_000


def verify_sample(
    area: Annotated[str, named("The Area's code, such as XN")],
    quarter: Annotated[str, named("The quarter, such as 2026-27-Q3")],
    *,
    file: Annotated[
        Path | None, Parameter(help="A document that --json printed, instead of the ledger; asks no server.")
    ] = None,
    asking: Asking = ASKING,
) -> Report:
    """Recompute the draw from the published commitment, the revealed seed and the numbered list."""
    if file is not None:
        record = _read(file)
        if (record.area, record.quarter) != (references.area(area), parsed(quarter)):
            says = f"--file: {str(file)!r} is about {record.area} {record.quarter}."
            raise usage(says, "Name the Area and the quarter that it is about.")
        return _told(samples.verified(record))

    async def see(desk: Desk, by: SignedIn) -> Verified:
        return await samples.verify_sample(desk, by, area, quarter)

    return _told(at_desk(asking, see))


def _read(file: Path) -> SampleRecord:
    """Read a document as --json prints it; every fault of its form is told."""
    try:
        with file.expanduser().open("rb") as opened:
            data = opened.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            says = f"--file: {str(file)!r} is larger than any sample."
            raise usage(says, "Name the document of a sample.")
        return SampleRecord.model_validate_json(data.removeprefix(BOM_UTF8))
    except (OSError, RuntimeError) as error:  # a home directory that nobody has is a RuntimeError
        why = getattr(error, "strerror", None) or str(error).rstrip(".")
        says = f"--file: {str(file)!r} can't be read: {why}."
        raise usage(says, "Name a document that `iqa verify-sample --json` printed.") from error
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        says = f"--file: {str(file)!r} is no document of a sample:\n" + "\n".join(faults[:20])
        raise usage(says, "Name a document that `iqa verify-sample --json` printed.") from error


def _told(found: Verified) -> Report:
    record = found.record
    document = record.model_dump(mode="json") | found.model_dump(mode="json", exclude={"record"})
    if found.faults:
        lines = [
            f"{record.area} {record.quarter}: not verified, {words.count(len(found.faults), 'difference')}:"
        ]
        lines += [f"  {_difference(fault)}" for fault in found.faults]
        remedy = "Keep everything as it is, and ask who changed it."
        raise Failure(ExitCode.NOT_VERIFIED, "\n".join(lines), remedy, **document)
    lines = [*_result(record), f"  Commitment: {record.commitment}"]
    lines += [f"  Seed: {record.seed}"] if record.seed else []
    lines += [f"  Numbered list: {record.list_hash}"] if record.list_hash else []
    return Report(document, tuple(lines))


def _result(record: SampleRecord) -> Iterator[str]:
    where = f"{record.area} {record.quarter}"
    by_lot = [one for one in record.drawn if one.pick is Pick.RANDOM]
    if record.seed is None:
        so_far = _counted(record) or "nothing is numbered"
        yield f"{where}: the seed is not revealed yet; it is when the quarter closes. So far {so_far}."
        return
    yield f"{where}: verified; {_counted(record) or 'nothing was undertaken'}."
    yield from _picked(record)
    passed = [iqa_id for one in by_lot for iqa_id in one.passed_over]
    passed += [iqa_id for one in record.passed_over for iqa_id in one.iqa_ids]
    if passed:
        yield f"  Passed over since they were withdrawn: {', '.join(passed)}"


def _counted(record: SampleRecord) -> str:
    counts = []
    for category in sorted({place.category for place in record.numbered}):
        undertaken = sum(place.category is category for place in record.numbered)
        drawn = sum(one.category is category and one.pick is Pick.RANDOM for one in record.drawn)
        counts.append(f"{drawn} of {undertaken} {category} IQAs drawn")
    return ", ".join(counts)


def _picked(record: SampleRecord) -> Iterable[str]:
    beside = [one for one in record.drawn if one.pick is not Pick.RANDOM]
    if beside:
        listed = ", ".join(f"{one.iqa_id} ({one.pick})" for one in beside)
        yield f"  Picked beside the draw, and no part of it: {listed}"


def _difference(fault: Fault) -> str:
    place = f" ({words.in_words(fault.category)} {fault.place})" if fault.category and fault.place else ""
    about = f"{fault.iqa_id}{place} " if fault.iqa_id else ""
    return f"{about}{samples.FAULTS[fault.what]}"
