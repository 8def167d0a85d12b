"""Every way a model file may lie is one ModelFileError; nothing is executed, imported or left half-read."""

import gzip
import hashlib
import json
import pickle

import mlmeta
import numpy as np
import pytest
from mlmeta import cluster, errors, linear_model
from mlmeta.modelfile import container

ZEROS = "0" * 64


def canonical(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


class Forger:
    """Takes a true file apart and writes what it is told, with the checksums of the lie: only the rules can find it."""

    def __init__(self, content):
        length = int.from_bytes(content[:8], "little")
        self.header = json.loads(content[8 : 8 + length])
        self.metadata = self.header.pop("__metadata__")
        self.document = json.loads(self.metadata["mlmeta"])
        self.provenance = json.loads(self.metadata["mlmeta.provenance"])
        self.data = content[8 + length :]
        self.state_text = None
        self.padding = b" "

    def write(self):
        """Return the bytes of the file."""
        blank = canonical({**self.document, "state_sha256": ZEROS})
        digest = hashlib.sha256(blank.encode() + self.covered(sample=False)).hexdigest()
        text = self.state_text or canonical({**self.document, "state_sha256": digest})
        known = {"mlmeta": text, "mlmeta.provenance": canonical(self.provenance), "mlmeta.sha256": ZEROS}
        header = canonical({**self.header, "__metadata__": {**self.metadata, **known}})
        return self.seal(header)

    def seal(self, header):
        """Return the bytes of a file with this header text, padded and with its checksum."""
        encoded = header.encode("utf-8", "surrogatepass")
        encoded += self.padding * (-(8 + len(encoded)) % 64)
        start = len(encoded).to_bytes(8, "little") + encoded
        digest = hashlib.sha256(start + self.covered(sample=True)).hexdigest()
        start = start.replace(f'"mlmeta.sha256":"{ZEROS}"'.encode(), f'"mlmeta.sha256":"{digest}"'.encode(), 1)
        return start + self.data

    def covered(self, sample):
        """Return the data that the checksum of the file covers, or that of the state, as far as the header makes sense."""
        places = [
            (tensor["data_offsets"][0], tensor["data_offsets"][1])
            for name, tensor in self.header.items()
            if isinstance(tensor, dict) and name.startswith("sample.") == sample
        ]
        return b"".join(self.data[begin:end] for begin, end in sorted(places))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def k_means(folder):
    made = cluster.KMeans(2, random_state=0, provider="np").fit([[0.0, 1.0, 2.0], [1.0, 0.0, 2.0], [9.0, 9.0, 9.0]])
    return mlmeta.save(made, folder / "k-means.mlm").read_bytes()


@pytest.fixture(scope="module")
def logistic(folder):
    made = linear_model.LogisticRegression().fit([[0.0], [1.0], [2.0], [3.0]], ["a", "a", "b", "b"])
    return mlmeta.save(made, folder / "logistic.mlm").read_bytes()


@pytest.fixture
def refused(tmp_path):
    """Return a function that asserts that a file of these bytes is refused, and why."""

    def check(content, words):
        path = tmp_path / "lie.mlm"
        path.write_bytes(content)
        with pytest.raises(errors.ModelFileError, match=words) as caught:
            mlmeta.load(path, allow={"np", "winsor"})
        assert type(caught.value) is errors.ModelFileError

    return check


def test_the_forger_writes_true_files_when_it_changes_nothing(k_means, logistic):
    assert Forger(k_means).write() == k_means
    assert Forger(logistic).write() == logistic


def test_no_truncation_is_read(k_means):
    for size in range(len(k_means)):
        with pytest.raises(errors.ModelFileError):
            container.unpack(k_means[:size])


def test_no_single_bit_may_flip(k_means):
    content = bytearray(k_means)
    for position in range(len(content)):
        for bit in (1, 2, 4, 8, 16, 32, 64, 128):
            content[position] ^= bit
            with pytest.raises(errors.ModelFileError):
                container.unpack(bytes(content))
            content[position] ^= bit
    assert container.unpack(bytes(content))[0]["kind"] == "cluster.KMeans"


@pytest.mark.parametrize("length", [0, 1, 7, 2**31, 2**32, 2**53, 2**63 - 1, 2**63, 2**64 - 1])
def test_no_impossible_header_length_is_believed(k_means, refused, length):
    refused(length.to_bytes(8, "little") + k_means[8:], "header length")


@pytest.mark.parametrize("off", [-64, -1, 1, 64])
def test_no_header_length_that_is_off_by_a_few_is_believed(k_means, refused, off):
    refused((int.from_bytes(k_means[:8], "little") + off).to_bytes(8, "little") + k_means[8:], "header|mlmeta")


BYTES = {
    "empty": (lambda true: b"", "0 bytes: too short"),
    "junk": (lambda true: b"junk" * 40, "header length"),
    "pickle": (lambda true: pickle.dumps(list(range(100))), "looks like a pickle.*mlmeta.save"),
    "compressed": (lambda true: gzip.compress(true), "looks like a pickle or a compressed file"),
    "trailing byte": (lambda true: true + b"\0", "1 bytes follow the last tensor"),
    "twice": (lambda true: true + true, "bytes follow the last tensor"),
    "byte inserted": (lambda true: true[:-4] + b"\0" + true[-4:], "bytes follow the last tensor"),
    "tensors swapped": (lambda true: true[:-80] + true[-40:] + true[-80:-40], "checksum"),
}


@pytest.mark.parametrize(("change", "words"), BYTES.values(), ids=BYTES)
def test_bytes_that_lie(k_means, refused, change, words):
    refused(change(k_means), words)


def entry(name, **changes):
    def change(forger):
        forger.header[name].update(changes)

    return change


def shift(forger, by):
    for known in forger.header.values():
        known["data_offsets"] = [offset + by for offset in known["data_offsets"]]


def hole(forger):
    shift(forger, 8)
    forger.data = bytes(8) + forger.data


def overlap(forger):
    forger.header["sample.X"]["data_offsets"] = forger.header["cluster_centers_"]["data_offsets"]


def extra_tensor(forger, name="spare", content=None):
    size = len(forger.data)
    forger.header[name] = {"dtype": "U8", "shape": [1], "data_offsets": [size, size + 1]}
    forger.data += b"\1" if content is None else content


def without(name):
    def change(forger):
        del forger.header[name]

    return change


def swapped_order(forger):
    a, b = forger.header["cluster_centers_"], forger.header["sample.X"]
    assert a["shape"] == b["shape"]
    a["data_offsets"], b["data_offsets"] = b["data_offsets"], a["data_offsets"]


def poison(value, at=0):
    def change(forger):
        forger.data = forger.data[:at] + np.float64(value).tobytes() + forger.data[at + 8 :]

    return change


def metadata(**changes):
    def change(forger):
        forger.metadata.update(changes)

    return change


HEADER = {
    "wrong dtype of the same width": (entry("cluster_centers_", dtype="I64"), "'cluster_centers_' has dtype int64"),
    "unknown dtype": (entry("cluster_centers_", dtype="F128"), "dtype of 'cluster_centers_' is 'F128'"),
    "lower-case dtype": (entry("cluster_centers_", dtype="f64"), "is 'f64', expected one of"),
    "dtype of another width": (entry("cluster_centers_", dtype="F32"), "data_offsets|dtype"),
    "dtype that is no text": (entry("cluster_centers_", dtype=[]), "dtype of 'cluster_centers_'"),
    "other shape of the same size": (entry("cluster_centers_", shape=[3, 2]), r"'cluster_centers_' has \d"),
    "other rank": (entry("cluster_centers_", shape=[6]), r"has shape \(6,\)"),
    "huge shape": (entry("cluster_centers_", shape=[2**40, 2**10]), "data_offsets"),
    "product that overflows": (entry("cluster_centers_", shape=[2**53, 2**53]), "larger than any array"),
    "overflow behind a zero": (entry("cluster_centers_", shape=[2**53, 2**53, 0]), "larger than any array"),
    "negative shape": (entry("cluster_centers_", shape=[-2, -3]), "shape of 'cluster_centers_'"),
    "nested shape": (entry("cluster_centers_", shape=[[2, 3]]), "shape of 'cluster_centers_'"),
    "true as a size": (entry("cluster_centers_", shape=[True, 6]), "shape of 'cluster_centers_'"),
    "shape that is no list": (entry("cluster_centers_", shape=6), "shape of 'cluster_centers_'"),
    "too many dimensions": (entry("cluster_centers_", shape=[2, 3, 1, 1, 1]), "at most 4 sizes"),
    "reversed offsets": (entry("cluster_centers_", data_offsets=[48, 0]), "data_offsets of 'cluster_centers_'"),
    "offsets past the end": (entry("sample.labels", data_offsets=[96, 9999]), "the tensor 'sample.labels': it was cut off"),
    "three offsets": (entry("cluster_centers_", data_offsets=[0, 1, 48]), "expected two offsets"),
    "hole": (hole, "data_offsets"),
    "overlap": (overlap, "data_offsets of 'sample.X'"),
    "another order": (swapped_order, "data_offsets of 'cluster_centers_'"),
    "key too many": (entry("cluster_centers_", strides=[1]), "must hold exactly data_offsets, dtype and shape"),
    "entry that is no object": (lambda forger: forger.header.update(cluster_centers_=3), "must hold exactly"),
    "tensor too many": (extra_tensor, "tensors .*'spare'"),
    "tensor like a path": (lambda forger: extra_tensor(forger, "../../etc/passwd"), "is no tensor name"),
    "tensor with NUL": (lambda forger: extra_tensor(forger, "a\0b"), "is no tensor name"),
    "bool that is none": (
        lambda forger: (extra_tensor(forger, content=b"\2"), forger.header["spare"].update(dtype="BOOL")),
        "a byte that is no boolean",
    ),
    "tensor missing": (without("sample.labels"), "bytes follow the last tensor"),
    "NaN in a range": (poison(np.nan, 48), "'ranges.X.max' is not finite"),
    "NaN in the sample": (poison(np.nan, 96), "'sample.X' is not finite"),
    "NaN": (poison(np.nan), "'cluster_centers_' is not finite"),
    "infinity": (poison(-np.inf), "'cluster_centers_' is not finite"),
    "metadata key too many": (metadata(more="x"), "__metadata__ must hold exactly"),
}


@pytest.mark.parametrize(("change", "words"), HEADER.values(), ids=HEADER)
def test_headers_that_lie(k_means, refused, change, words):
    forger = Forger(k_means)
    change(forger)
    refused(forger.write(), words)


def told(**changes):
    def change(forger):
        forger.document.update(changes)

    return change


def param(name, value):
    def change(forger):
        forger.document["params"][name] = value

    return change


def forget(key):
    def change(forger):
        del forger.document[key]

    return change


def depth_bomb(forger):
    forger.document["params"]["init"] = json.loads("[" * 200 + "]" * 200)


DOCUMENT = {
    "future format": (
        lambda forger: forger.document.update(format=2, more={}),
        "format 2 is not known here; this version reads format 1",
    ),
    "past format": (told(format=0), "format 0 is not known here; this version reads format 1"),
    "format true": (told(format=True), "format True is not known here"),
    "no format": (forget("format"), "format None is not known here"),
    "key too many": (told(code="import os"), "differing: code"),
    "no kind": (forget("kind"), "differing: kind"),
    "kind that is no text": (told(kind=3), "mlmeta.kind is a int"),
    "future state": (told(state_version=2), "state version 2, known is 1"),
    "future spec": (told(spec_version=2), "spec version 2 of cluster.KMeans is newer"),
    "version zero": (told(spec_version=0), "must be at least 1"),
    "version true": (told(spec_version=True), "mlmeta.spec_version is a bool"),
    "another kind's tensors": (told(kind="linear_model.LogisticRegression"), "has no parameter 'algorithm'"),
    "kind without state": (told(kind="cluster.DBSCAN"), "no portable state, so no file can hold it"),
    "wrong width": (told(n_features=4), "has 3 n_features, expected 4"),
    "width zero": (told(n_features=0), "must be at least 1"),
    "names too few": (told(feature_names=["a"]), "feature_names must be 3 strings"),
    "names that are no text": (told(feature_names=["a", "b", 3]), "feature_names must be 3 strings"),
    "classes of a clusterer": (told(classes=["a", "b"]), "'classes' given or missing"),
    "one class": (told(classes=["a"]), "two or more different"),
    "classes twice": (told(classes=["a", "a"]), "two or more different"),
    "classes mixed": (told(classes=["a", 1]), "two or more different"),
    "classes of lists": (told(classes=[["a"], ["b"]]), "two or more different"),
    "clusters that contradict": (param("n_clusters", 3), "has 2 n_clusters, expected 3"),
    "parameter tag unknown": (param("init", {"code": "print()"}), "is no value; expected one of real, tensor, opaque, map"),
    "parameter of two tags": (param("init", {"real": "0x0.0p+0", "opaque": "x"}), "is no value"),
    "real written otherwise": (param("tol", {"real": "0x1p-1"}), "is no hexadecimal float64"),
    "real with a longer exponent": (param("tol", {"real": "0x1.0000000000000p-01"}), "is not written as a float64 is"),
    "real in capitals": (param("tol", {"real": "0X1.0000000000000P-1"}), "is no hexadecimal float64"),
    "real too large": (param("tol", {"real": "0x1.0000000000000p+9999"}), "is no float64"),
    "tensor that is not there": (param("init", {"tensor": "params.init"}), r"mlmeta.params names the tensors \['params.init'\]"),
    "tensor of something else": (param("init", {"tensor": "cluster_centers_"}), "mlmeta.params names the tensors"),
    "map with a key of a map": (param("init", {"map": [[{"map": []}, 1]]}), "keys of a map must be"),
    "map with a key twice": (param("init", {"map": [[1, 1], [1, 2]]}), "and differ"),
    "unknown parameter": (param("n_cluster", 3), "'n_cluster'.*Did you mean 'n_clusters'"),
    "sample elsewhere": (
        told(sample={"inputs": {"X": "cluster_centers_"}, "outputs": {}}),
        "sample.inputs.X is 'cluster_centers_', expected the name",
    ),
    "sample that is not there": (told(sample={"inputs": {"X": "sample.Y"}, "outputs": {}}), "sample.Y"),
    "depth bomb": (depth_bomb, "nested"),
}


@pytest.mark.parametrize(("change", "words"), DOCUMENT.values(), ids=DOCUMENT)
def test_documents_that_lie(k_means, refused, change, words):
    forger = Forger(k_means)
    change(forger)
    refused(forger.write(), words)


PROVENANCE = {
    "no provider": (lambda found: found.pop("provider"), "provider"),
    "provider that is no object": (lambda found: found.update(provider="np"), "provider"),
    "provider without a name": (lambda found: found["provider"].pop("name"), "provider"),
    "name that is no text": (lambda found: found["provider"].update(name=["np"]), "provider"),
    "key too many": (lambda found: found.update(path="somewhere"), "exactly"),
    "no date": (lambda found: found.pop("created"), "exactly"),
    "date that is none": (lambda found: found.update(created="yesterday"), "created"),
    "training that is no object": (lambda found: found.update(training=[]), "training"),
    "training of a wrong tag": (lambda found: found["training"].update(inertia_={"float": 3}), "is no value"),
}


@pytest.mark.parametrize(("change", "words"), PROVENANCE.values(), ids=PROVENANCE)
def test_provenance_that_lies(k_means, refused, change, words):
    forger = Forger(k_means)
    change(forger.provenance)
    refused(forger.write(), words)


@pytest.mark.parametrize(
    "kind", ["", "KMeans", "../../cluster.KMeans", "a/b/cluster.KMeans", "cluster.K\n", "clüster.K", "chain"]
)
def test_a_kind_that_is_no_name_is_refused(k_means, refused, kind):
    forger = Forger(k_means)
    forger.document["kind"] = kind
    refused(forger.write(), "mlmeta.kind is")


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("cluster.KMedians", errors.UnknownAlgorithmError, "Did you mean 'KMeans'"),
        ("cluster.OPTICS", errors.ModelFileError, "has no portable state, so no file can hold it"),
        ("os.system", errors.UnknownAlgorithmError, "os.system"),
        ("acme/cluster.KMeans", errors.UnknownAlgorithmError, "of the distribution 'acme' is not installed here"),
        ("cluster.__getattr__", errors.UnknownAlgorithmError, "__getattr__"),
        ("cluster.TYPE_CHECKING", errors.UnknownAlgorithmError, "TYPE_CHECKING"),
    ],
)
def test_a_kind_that_nobody_here_knows_is_named_and_nothing_is_imported(k_means, tmp_path, kind, error, words):
    forger = Forger(k_means)
    forger.document["kind"] = kind
    path = tmp_path / "lie.mlm"
    path.write_bytes(forger.write())
    with pytest.raises(error, match=words):
        mlmeta.load(path, allow={"np"})
    assert mlmeta.inspect(path).document["kind"] == kind


STATE_TEXT = {
    "duplicate keys": (lambda text: text.replace('"classes":', '"classes":null,"classes":', 1), "duplicate key 'classes'"),
    "white space": (lambda text: text.replace(":", ": ", 1), "not in canonical form"),
    "another order": (lambda text: '{"zzz":1,' + text[1:], "not in canonical form"),
    "a float": (lambda text: text.replace('"max_iter":300', '"max_iter":300.0'), "is no integer"),
    "an exponent": (lambda text: text.replace('"max_iter":300', '"max_iter":3e2'), "is no integer"),
    "beyond 2^53": (lambda text: text.replace('"max_iter":300', '"max_iter":9007199254740993'), "beyond 2"),
    "4,000 digits": (lambda text: text.replace('"max_iter":300', '"max_iter":' + "9" * 4000), "beyond 2"),
    "a leading zero": (lambda text: text.replace('"max_iter":300', '"max_iter":0300'), "no canonical JSON"),
    "minus zero": (lambda text: text.replace('"max_iter":300', '"max_iter":-0'), "not in canonical form"),
    "NaN": (lambda text: text.replace('"max_iter":300', '"max_iter":NaN'), "is no integer"),
    "escaped letters": (lambda text: text.replace('"kind"', '"\\u006bind"', 1), "not in canonical form"),
    "a lone surrogate": (lambda text: text.replace('"kind":"', '"kind":"\\ud800', 1), "no valid Unicode"),
    "unterminated": (lambda text: text[:-1], "no canonical JSON"),
    "a list": (lambda text: "[]", "mlmeta is no JSON object"),
    "another checksum": (lambda text: text.replace('"state_sha256":"', '"state_sha256":"0', 1), "state_sha256|canonical"),
    "a deep text": (lambda text: "[" * 100_000, "nested"),
}


@pytest.mark.parametrize(("change", "words"), STATE_TEXT.values(), ids=STATE_TEXT)
def test_texts_that_are_not_canonical(k_means, refused, change, words):
    forger = Forger(k_means)
    forger.state_text = change(forger.metadata["mlmeta"])
    assert forger.state_text != forger.metadata["mlmeta"]
    refused(forger.write(), words)


RAW = {
    "duplicate tensor": lambda text: text.replace('"cluster_centers_":', '"cluster_centers_":{},"cluster_centers_":', 1),
    "duplicate key in an entry": lambda text: text.replace('"dtype":"F64"', '"dtype":"F32","dtype":"F64"', 1),
    "duplicate metadata": lambda text: text.replace('"mlmeta":', '"mlmeta":"","mlmeta":', 1),
    "byte-order mark": lambda text: "\ufeff" + text,
    "space in front": lambda text: " " + text,
    "a list": lambda text: f"[{text}]",
    "unterminated": lambda text: text[:-1],
    "surrogate": lambda text: text.replace("cluster_centers_", "cluster_centers\ud800", 1),
    "upper-case checksum": lambda text: text.replace(ZEROS, "F" * 64, 1),
    "short checksum": lambda text: text.replace(ZEROS, "0", 1),
    "no checksum": lambda text: text.replace(f',"mlmeta.sha256":"{ZEROS}"', "", 1),
    "100,000 brackets": lambda text: "[" * 100_000,
}


@pytest.mark.parametrize("change", RAW.values(), ids=RAW)
def test_raw_headers_that_lie(k_means, refused, change):
    forger = Forger(k_means)
    forger.metadata["mlmeta.sha256"] = ZEROS
    header = canonical({**forger.header, "__metadata__": forger.metadata})
    assert forger.seal(header) == k_means
    refused(forger.seal(change(header)), "header|__metadata__|mlmeta|UTF-8")


@pytest.mark.parametrize("padding", [b"\0", b"\t", b"\n"])
def test_padding_is_spaces(k_means, refused, padding):
    forger = Forger(k_means)
    forger.document["params"]["init"] = "k-means++"
    for extra in range(64):  # until there is padding at all
        forger.document["feature_names"] = ["a" * (extra + 1), "b", "c"]
        if not forger.write()[: len(forger.write()) - len(forger.data)].endswith(b"}"):
            break
    forger.padding = padding
    refused(forger.write(), "header")


def test_padding_is_no_longer_than_it_must_be(k_means, refused):
    length = int.from_bytes(k_means[:8], "little")
    longer = (length + 64).to_bytes(8, "little") + k_means[8 : 8 + length] + b" " * 64 + k_means[8 + length :]
    refused(longer, "padded by more than it needs")


def test_probabilities_need_their_classes(logistic, refused):
    for classes, words in (
        (None, "must hold indexes into 0 classes"),
        (["a", "b", "c"], "has 1 n_outputs, expected 3|probabilities"),
    ):
        forger = Forger(logistic)
        forger.document["classes"] = classes
        refused(forger.write(), words)


SCHEMA = {
    "another width": (
        lambda told: told["inputs"][0].update(shape=[-1, 4]),
        r"ranges.X.min' is .* expected float64 of shape \(4,\)",
    ),
    "no width": (
        lambda told: told["inputs"][0].update(shape=[-1, -1]),
        r"only an entry of the shape \[-1, columns\] has min and max",
    ),
    "another dtype": (lambda told: told["outputs"][0].update(dtype="string"), "sample.outputs.labels is int32, expected int64"),
    "unknown dtype": (lambda told: told["outputs"][0].update(dtype="float16"), r"outputs\[0\].dtype is 'float16', expected one"),
    "an output twice": (lambda told: told["outputs"].append(told["outputs"][0]), "a name occurs twice"),
    "another name": (lambda told: told["outputs"][0].update(name="label"), "sample.outputs names 'labels'.*Did you mean 'label'"),
    "another moment": (lambda told: told["outputs"][0].update(on_request=True), "schema.outputs is"),
    "no output": (lambda told: told["outputs"].clear(), "sample.outputs names 'distances'"),
    "no inputs": (lambda told: told.pop("inputs"), "schema must hold exactly inputs, outputs"),
    "an entry that is none": (lambda told: told["inputs"].append("X"), r"inputs\[1\] must hold exactly name"),
    "a key too many": (lambda told: told["inputs"][0].update(unit="m"), "differing: unit"),
    "a size that is no integer": (lambda told: told["inputs"][0].update(shape=[-1, True]), "expected one or more sizes"),
    "no size": (lambda told: told["outputs"][0].update(shape=[]), "expected one or more sizes"),
    "one end of a range": (lambda told: told["inputs"][0].update(min=None), "min and max must both be null, or"),
    "a range swapped": (
        lambda told: told["inputs"][0].update(min="ranges.X.max", max="ranges.X.min"),
        "'ranges.X.max' is somewhere larger than 'ranges.X.min'",
    ),
    "a range elsewhere": (
        lambda told: told["inputs"][0].update(min="cluster_centers_"),
        "schema names the tensors .'cluster_centers_'",
    ),
    "a range of labels": (lambda told: told["outputs"][0].update(min="ranges.X.min", max="ranges.X.max"), "only an entry of the"),
    "no range": (lambda told: told["inputs"][0].update(min=None, max=None), r"schema names the tensors \[\], the file holds"),
}


@pytest.mark.parametrize(("change", "words"), SCHEMA.values(), ids=SCHEMA)
def test_schemas_that_lie(k_means, refused, change, words):
    forger = Forger(k_means)
    change(forger.document["schema"])
    refused(forger.write(), words)


def test_a_provider_that_is_allowed_but_does_not_offer_the_kind_is_not_used(logistic, tmp_path):
    forger = Forger(logistic)
    forger.provenance["provider"]["name"] = "np"
    path = tmp_path / "lie.mlm"
    path.write_bytes(forger.write())
    assert type(mlmeta.load(path, allow={"np"})).__module__.startswith("sklearn.")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("max_iter", 0, "no cluster.KMeans: The 'max_iter' parameter of KMeans must be .*Got 0 instead"),
        ("init", "k-mean++", "Did you mean 'k-means"),
        ("tol", {"real": "-0x1.0000000000000p+0"}, "'tol' parameter"),
        ("algorithm", None, "'algorithm' parameter"),
        ("copy_x", [], "'copy_x' parameter"),
    ],
)
def test_a_parameter_that_no_fit_takes_is_refused(k_means, refused, name, value, words):
    forger = Forger(k_means)
    forger.document["params"][name] = value
    refused(forger.write(), words)


def test_what_a_class_makes_of_a_state_that_it_never_had_is_a_refusal(k_means, refused, monkeypatch):
    def fails(*_):
        return 1 / 0

    monkeypatch.setattr(cluster.KMeans.using("np"), "__mlmeta_from_state__", fails)
    refused(k_means, "cannot become a fitted cluster.KMeans: ZeroDivisionError")
