"""Puts the weights of real Keras models into the files that Keras saves, as its published writers lay them out.

The weights and outputs are those of sequence-model's exchange/keras_*.safetensors and .json, which Keras itself wrote; the
containers are written by h5py, which Keras writes with too. Needs h5py alone: python keras_h5.py
"""
import io
import json
import pathlib
import zipfile

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent
SOURCE = HERE.parents[4] / "sequence-model/src/test/resources/exchange"


def tensors(name):
    data = (SOURCE / (name + ".safetensors")).read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + size])
    header.pop("__metadata__", None)
    # Keras gives a layer's weights in the order in which they were made.
    order = ["embeddings", "kernel", "recurrent_kernel", "bias"]
    paths = sorted(header, key=lambda path: ("backward" in path, order.index(path.split("/")[-1])))
    return {path: np.frombuffer(data[8 + size + t["data_offsets"][0]:8 + size + t["data_offsets"][1]], "<f4")
            .reshape(t["shape"]) for path in paths for t in [header[path]]}


def layer(kind, name, **config):
    return {"module": "keras.layers", "class_name": kind, "config": {"name": name, "trainable": True, **config},
            "registered_name": None}


def recurrent(kind, name, units, sequences, **config):
    return layer(kind, name, return_sequences=sequences, return_state=False, go_backwards=False, stateful=False,
                 unroll=False, units=units, use_bias=True, dropout=0.0, recurrent_dropout=0.0, **config)


def model(*layers):
    return {"module": "keras", "class_name": "Sequential", "config": {"name": "sequential", "layers": [
        layer("InputLayer", "input_layer", dtype="float32", sparse=False), *layers]}}


def attributes(group, name, values):
    group.attrs[name] = [value.encode() for value in values]


def by_name(group, layers, weights, suffix):
    """save_weights_to_hdf5_group of Keras: layers by name, datasets by the paths of variables."""
    names = [entry["config"]["name"] for entry in layers]
    attributes(group, "layer_names", names)
    group.attrs["backend"] = b"jax"
    group.attrs["keras_version"] = b"3.15.1" if suffix == "" else b"2.11.0"
    for name in sorted(names):
        own = [path for path in weights if name in path.split("/")]
        inner = group.create_group(name)
        attributes(inner, "weight_names", [path + suffix for path in own])
        for path in own:
            inner.create_dataset(path + suffix, data=weights[path])


def by_class(file, groups):
    """H5IOStore of Keras: a group for each layer, variables by number."""
    for path, values in groups.items():
        variables = file.create_group(path).create_group("vars")
        for i, value in enumerate(values):
            variables[str(i)] = value


def whole(name, config, weights, suffix=""):
    with h5py.File(HERE / name, "w") as file:
        file.attrs["keras_version"] = "3.15.1" if suffix == "" else "2.11.0"
        file.attrs["backend"] = "jax"
        file.attrs["model_config"] = json.dumps(config).encode()
        by_name(file.create_group("model_weights"), config["config"]["layers"], weights, suffix)


def pick(weights, part):
    return [value for path, value in weights.items() if part in path]


lstm = tensors("keras_lstm")
lstm_config = model(layer("Embedding", "embedding", input_dim=7, output_dim=5, mask_zero=False),
                    recurrent("LSTM", "lstm", 6, True, activation="tanh", recurrent_activation="sigmoid"),
                    layer("Dropout", "dropout", rate=0.2),
                    recurrent("LSTM", "lstm_1", 4, False, activation="tanh", recurrent_activation="sigmoid"),
                    layer("Dense", "dense", units=3, activation="linear", use_bias=True))
whole("lstm.h5", lstm_config, lstm)
whole("lstm_keras2.h5", lstm_config, {path.removeprefix("sequential/"): value for path, value in lstm.items()}, ":0")
lstm_groups = {"layers/embedding": pick(lstm, "embedding/"), "layers/lstm/cell": pick(lstm, "lstm/lstm_cell"),
               "layers/lstm_1/cell": pick(lstm, "lstm_1/lstm_cell"), "layers/dense": pick(lstm, "dense/"),
               "layers/dropout/seed_generator": [np.array([1, 2], np.uint32)], "layers/input_layer": []}
with h5py.File(HERE / "lstm.weights.h5", "w") as file:
    by_class(file, lstm_groups)
stored = io.BytesIO()
with h5py.File(stored, "w") as file:
    by_class(file, lstm_groups)
    by_class(file, {"optimizer": [np.array(3)]})
with zipfile.ZipFile(HERE / "lstm.keras", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr(zipfile.ZipInfo("metadata.json"), json.dumps({"keras_version": "3.15.1"}))
    archive.writestr(zipfile.ZipInfo("config.json"), json.dumps(lstm_config))
    archive.writestr(zipfile.ZipInfo("model.weights.h5"), stored.getvalue())

rnn = tensors("keras_rnn_bidirectional_relu")
rnn_config = model(layer("Bidirectional", "bidirectional", merge_mode="concat",
                         layer=recurrent("SimpleRNN", "simple_rnn", 6, False, activation="relu")),
                   layer("Dense", "dense", units=3, activation="softmax", use_bias=True))
stored = io.BytesIO()
with h5py.File(stored, "w") as file:
    by_class(file, {"layers/bidirectional/forward_layer/cell": pick(rnn, "forward_"),
                    "layers/bidirectional/backward_layer/cell": pick(rnn, "backward_"),
                    "layers/dense": pick(rnn, "dense/")})
with zipfile.ZipFile(HERE / "rnn_bidirectional.keras", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr(zipfile.ZipInfo("metadata.json"), json.dumps({"keras_version": "3.15.1"}))
    archive.writestr(zipfile.ZipInfo("config.json"), json.dumps(rnn_config))
    archive.writestr(zipfile.ZipInfo("model.weights.h5"), stored.getvalue())

hard = tensors("keras_lstm_hard_softsign")
hard_config = model(recurrent("LSTM", "lstm", 6, False, activation="softsign", recurrent_activation="hard_sigmoid"),
                    layer("Dense", "dense", units=3, activation="linear", use_bias=True))
whole("lstm_hard.h5", hard_config, hard)
whole("lstm_hard_keras2.h5", hard_config, hard, ":0")
