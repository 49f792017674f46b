"""Writes models of Keras 3 with random weights: NAME.safetensors, variables by path, and NAME.json, inputs and outputs.

pip install keras jax safetensors; KERAS_BACKEND=jax python keras_models.py
"""
import json

import keras
import numpy as np
from keras import layers
from safetensors.numpy import save_file


def write(name, *body, tokens=False):
    keras.backend.clear_session()
    random = np.random.default_rng(1)
    model = keras.Sequential([keras.Input((5,), dtype="int32") if tokens else keras.Input((5, 4))]
                             + [make() for make in body] + [layers.Dense(3)])
    for variable in model.weights:
        variable.assign(random.normal(0, 0.5, variable.shape))
    x = random.integers(0, 7, (3, 5)) if tokens else random.normal(0, 1, (3, 5, 4)).astype(np.float32)
    y = np.asarray(model(x))
    save_file({variable.path: np.asarray(variable) for variable in model.weights}, name + ".safetensors")
    with open(name + ".json", "w") as file:
        json.dump({"framework": "Keras " + keras.__version__, "x": x.tolist(), "y": y.tolist()}, file)
        file.write("\n")


write("keras_lstm", lambda: layers.Embedding(7, 5), lambda: layers.LSTM(6, return_sequences=True),
      lambda: layers.LSTM(4), tokens=True)
write("keras_lstm_hard_softsign",
      lambda: layers.LSTM(6, activation="softsign", recurrent_activation="hard_sigmoid"))
write("keras_gru_bidirectional", lambda: layers.Bidirectional(layers.GRU(6, return_sequences=True)),
      lambda: layers.Bidirectional(layers.GRU(4)))
write("keras_gru_reset_before", lambda: layers.GRU(6, reset_after=False))
write("keras_rnn_bidirectional_relu", lambda: layers.Bidirectional(layers.SimpleRNN(6, activation="relu")))
