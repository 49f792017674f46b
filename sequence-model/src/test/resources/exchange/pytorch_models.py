"""Writes models of PyTorch with random weights: NAME.safetensors, the state_dict, and NAME.json, inputs and outputs.

pip install torch safetensors; python pytorch_models.py
"""
import json

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import nn


class Recurrent(nn.Module):
    """Tokens to scores, from the last state of each direction."""

    def __init__(self, cell, **options):
        super().__init__()
        self.emb = nn.Embedding(7, 5)
        self.rnn = cell(5, 6, batch_first=True, **options)
        self.fc = nn.Linear(6 * (2 if self.rnn.bidirectional else 1), 3)

    def forward(self, x):
        _, state = self.rnn(self.emb(x))
        hidden = state[0] if isinstance(state, tuple) else state
        last = hidden[-2:] if self.rnn.bidirectional else hidden[-1:]
        return self.fc(torch.cat(list(last), dim=1))


class Transformer(nn.Module):
    """Features to scores of the last step, each step seeing those before it."""

    def __init__(self):
        super().__init__()
        self.projection = nn.Linear(4, 8)
        layer = nn.TransformerEncoderLayer(8, 2, 12, dropout=0.0, activation="gelu", batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2, norm=nn.LayerNorm(8))
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        mask = nn.Transformer.generate_square_subsequent_mask(x.shape[1])
        return self.head(self.encoder(self.projection(x), mask=mask)[:, -1])


def write(name, model, x):
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(0, 0.5)
        y = model(x)
    save_file({key: np.float32(value.tolist()) for key, value in model.state_dict().items()}, name + ".safetensors")
    with open(name + ".json", "w") as file:
        json.dump({"framework": "PyTorch " + torch.__version__, "x": x.tolist(), "y": y.tolist()}, file)
        file.write("\n")


torch.manual_seed(1)
TOKENS = torch.randint(0, 7, (3, 5))
write("pytorch_lstm_bidirectional", Recurrent(nn.LSTM, num_layers=2, bidirectional=True), TOKENS)
write("pytorch_gru", Recurrent(nn.GRU), TOKENS)
write("pytorch_rnn", Recurrent(nn.RNN, num_layers=2), TOKENS)
write("pytorch_transformer", Transformer(), torch.randn(3, 5, 4))
