"""Unsafe code lives in one crate. That each block says why it is sound is clippy's to see (`undocumented_unsafe_blocks`)."""

import tomllib

KERNELS = "mlmeta-kernels"


def crates(root):
    manifests = {path: tomllib.loads(path.read_text(encoding="utf-8")) for path in root.glob("*/*/Cargo.toml")}
    ours = {path: manifest for path, manifest in manifests.items() if "workspace" not in manifest}  # a stranger's has its own
    return {path.parent: manifest for path, manifest in ours.items() if "package" in manifest}


def test_every_crate_but_the_kernels_forbids_unsafe_code(root):
    tops = [folder / "src" / name for folder in crates(root) if folder.name != KERNELS for name in ("lib.rs", "main.rs")]
    found = [path for path in tops if path.is_file()]
    assert len(found) > 6
    assert [str(path) for path in found if "#![forbid(unsafe_code)]" not in path.read_text(encoding="utf-8")] == []


def test_every_crate_has_the_lints_of_the_workspace(root):
    lints = {str(folder.relative_to(root)): manifest.get("lints") for folder, manifest in crates(root).items()}
    assert {folder: found for folder, found in lints.items() if found != {"workspace": True}} == {}
    workspace = tomllib.loads((root / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["lints"]
    assert workspace["clippy"]["undocumented_unsafe_blocks"] == "deny"
    assert workspace["rust"]["unsafe_op_in_unsafe_fn"] == "deny"
