"""Every module imports on its own, whether or not a test or an entry point reaches it."""

import importlib
from pathlib import Path

import pytest

from tests.guards.tree import PACKAGES, ROOT, modules_of, sources


def module_names(root: Path, paths: list[Path]) -> list[str]:
    parts = (path.relative_to(root).with_suffix("").parts for path in paths)
    return [".".join(part for part in name if part != "__init__") for name in parts]


@pytest.mark.parametrize("name", module_names(ROOT, sources()))
def test_it_imports(name: str) -> None:
    module = importlib.import_module(name)

    assert module.__file__ is not None
    assert Path(module.__file__).is_relative_to(ROOT)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_room_is_among_the_modules(package: str) -> None:
    assert package in module_names(ROOT, modules_of(ROOT))


def test_a_planted_module_that_does_not_import_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "planted_room"
    room.mkdir()
    (room / "__init__.py").touch()
    (room / "broken.py").write_text("import no_such_module_anywhere\n")
    monkeypatch.syspath_prepend(tmp_path)

    names = module_names(tmp_path, modules_of(tmp_path, ("planted_room",)))

    assert names == ["planted_room", "planted_room.broken"]
    with pytest.raises(ModuleNotFoundError, match="no_such_module_anywhere"):
        importlib.import_module(names[1])
