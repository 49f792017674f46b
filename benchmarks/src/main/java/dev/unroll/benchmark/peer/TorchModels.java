package dev.unroll.benchmark.peer;

import dev.unroll.benchmark.contender.Workload;
import dev.unroll.benchmark.contender.Models;
import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.Kernels;
import dev.unroll.model.Parameter;
import dev.unroll.model.SequenceModel;

/**
 * The workloads' models in TorchScript, as strong as PyTorch has them, with the weights of {@link Models}.
 *
 * <p>A recurrent layer is one call of {@code torch.lstm}, {@code torch.gru} or {@code torch.rnn_tanh}, what nn.LSTM and
 * its kin do; attention is {@code scaled_dot_product_attention}. PyTorch's weights are {@code [out, in]}, ours
 * {@code [in, out]}; gates i, f, g, o and r, z, n stand in the same order. Of PyTorch's two biases of a recurrent layer
 * ours is the first; the second is 0 and not trained, but for the candidate of the GRU, which has it here too.
 */
final class TorchModels {

    /** The rest of a block, from x# and the heads side by side, r#, to x@. */
    private static final String AFTER_ATTENTION = """
                y# = torch.add(x#, torch.linear(r#, SELFOutWeight, SELFOutBias))
                m# = torch.layer_norm(y#, [SIZE], SELFGain2, SELFBias2, 1e-05, True)
                u# = torch.relu(torch.linear(m#, SELFUpWeight, SELFUpBias))
                x@ = torch.add(y#, torch.linear(u#, SELFDownWeight, SELFDownBias))
            """;

    private final Workload workload;
    private final SequenceModel model;
    private final TorchScriptArchive archive = new TorchScriptArchive();

    private TorchModels(Workload workload, Workers workers) {
        this.workload = workload;
        model = Models.create(workload, new Engine(Kernels.chosen(), workers));
    }

    /** The archive that PyTorch loads. */
    static byte[] archive(Workload workload) {
        try (Workers workers = new Workers(1)) {
            TorchModels models = new TorchModels(workload, workers);
            return workload.kind() == Workload.Kind.TRANSFORMER ? models.transformer() : models.recurrent();
        }
    }

    private byte[] recurrent() {
        int size = workload.size();
        String layer = "layer0.";
        int sums = value(layer + "bias").length;
        transposed("inputWeight", layer + "inputWeight");
        transposed("recurrentWeight", layer + "recurrentWeight");
        vector("inputBias", layer + "bias");
        String second = "self.recurrentBias";
        if (workload.kind() == Workload.Kind.GRU) {
            archive.constant("zeroBias", new float[2 * size], 2 * size);
            vector("recurrentBias", layer + "recurrentBias");
            second = "torch.cat([self.zeroBias, self.recurrentBias])";
        } else {
            archive.constant("recurrentBias", new float[sums], sums);
        }
        head();
        if (workload.streaming()) {
            return archive.bytes(streaming());
        }
        String call = switch (workload.kind()) {
            case LSTM -> "y, h, c = torch.lstm(x, [zero, zero], ";
            case GRU -> "y, h = torch.gru(x, zero, ";
            default -> "y, h = torch.rnn_tanh(x, zero, ";
        };
        return archive.bytes("  def forward(self: __torch__.Net,\n"
                + "    x: Tensor) -> Tensor:\n"
                + "    zero = torch.zeros([1, torch.size(x, 0), " + size
                + "], dtype=ops.prim.dtype(x), layout=None, device=ops.prim.device(x))\n"
                + "    second = " + second + "\n"
                + "    " + call + "[self.inputWeight, self.recurrentWeight, self.inputBias, second], "
                + "True, 1, 0., self.training, False, True)\n"
                + "    return torch.linear(torch.select(y, 1, -1), self.headWeight, self.headBias)\n");
    }

    /** A loop over the steps: what a step takes and gives is what the cell of nn.LSTMCell or nn.RNNCell does. */
    private String streaming() {
        String weights = "self.inputWeight, self.recurrentWeight, self.inputBias, self.recurrentBias";
        boolean lstm = workload.kind() == Workload.Kind.LSTM;
        return "  def forward(self: __torch__.Net,\n"
                + "    x: Tensor) -> Tensor:\n"
                + "    h = torch.zeros([torch.size(x, 0), " + workload.size()
                + "], dtype=ops.prim.dtype(x), layout=None, device=ops.prim.device(x))\n"
                + "    c = h\n"
                + "    for i in range(torch.size(x, 1)):\n"
                + "      step = torch.select(x, 1, i)\n"
                + (lstm ? "      h0, c0 = torch.lstm_cell(step, [h, c], " + weights + ")\n"
                        + "      h, c = h0, c0\n"
                        : "      h0 = torch.rnn_tanh_cell(step, h, " + weights + ")\n"
                        + "      h = h0\n")
                + "    return torch.linear(h, self.headWeight, self.headBias)\n";
    }

    private byte[] transformer() {
        dense("input", "projection.weight", "projection.bias");
        for (int block = 0; block < Workload.BLOCKS; block++) {
            String ours = "layer" + block + ".";
            String name = "block" + block;
            vector(name + "Gain1", ours + "norm1.gain");
            vector(name + "Bias1", ours + "norm1.bias");
            dense(name + "In", ours + "attention.inWeight", ours + "attention.inBias");
            dense(name + "Out", ours + "attention.outWeight", ours + "attention.outBias");
            vector(name + "Gain2", ours + "norm2.gain");
            vector(name + "Bias2", ours + "norm2.bias");
            dense(name + "Up", ours + "feedForward.weight1", ours + "feedForward.bias1");
            dense(name + "Down", ours + "feedForward.weight2", ours + "feedForward.bias2");
        }
        vector("lastGain", "finalNorm.gain");
        vector("lastBias", "finalNorm.bias");
        head();
        return archive.bytes(workload.streaming() ? transformerSteps() : transformerSequences());
    }

    private String transformerSequences() {
        StringBuilder body = new StringBuilder("""
                  def forward(self: __torch__.Net,
                    x: Tensor) -> Tensor:
                    b, t, f, = torch.size(x)
                    x0 = torch.linear(x, self.inputWeight, self.inputBias)
                """);
        for (int block = 0; block < Workload.BLOCKS; block++) {
            body.append(forBlock(block, """
                        n# = torch.layer_norm(x#, [SIZE], SELFGain1, SELFBias1, 1e-05, True)
                        h# = torch.view(torch.linear(n#, SELFInWeight, SELFInBias), [b, t, 3, HEADS, PART])
                        q# = torch.permute(h#, [2, 0, 3, 1, 4])
                        a# = torch.scaled_dot_product_attention(torch.select(q#, 0, 0), torch.select(q#, 0, 1), \
                    torch.select(q#, 0, 2), None, 0., CAUSAL)
                        r# = torch.reshape(torch.transpose(a#, 1, 2), [b, t, SIZE])
                    """ + AFTER_ATTENTION));
        }
        // The norm works row by row: PyTorch is spared all rows but the last, which alone the head reads.
        return body.append(forBlock(Workload.BLOCKS, """
                    last = torch.layer_norm(torch.select(x#, 1, -1), [SIZE], self.lastGain, self.lastBias, 1e-05, True)
                    return torch.linear(last, self.headWeight, self.headBias)
                """)).toString();
    }

    /** A loop over the steps; keys and values go to their places in room made once for all steps. */
    private String transformerSteps() {
        StringBuilder body = new StringBuilder("""
                  def forward(self: __torch__.Net,
                    x: Tensor) -> Tensor:
                    b, t, f, = torch.size(x)
                    last = torch.select(x, 1, 0)
                """);
        for (int block = 0; block < Workload.BLOCKS; block++) {
            for (String cache : new String[] {"k", "v"}) {
                body.append(forBlock(block, "    " + cache + "# = torch.zeros([b, HEADS, t, PART], "
                        + "dtype=ops.prim.dtype(x), layout=None, device=ops.prim.device(x))\n"));
            }
        }
        body.append("    for i in range(t):\n");
        body.append("      x0 = torch.linear(torch.select(x, 1, i), self.inputWeight, self.inputBias)\n");
        for (int block = 0; block < Workload.BLOCKS; block++) {
            body.append(forBlock(block, """
                        n# = torch.layer_norm(x#, [SIZE], SELFGain1, SELFBias1, 1e-05, True)
                        h# = torch.view(torch.linear(n#, SELFInWeight, SELFInBias), [b, 3, HEADS, PART])
                        c# = torch.copy_(torch.select(k#, 2, i), torch.select(h#, 1, 1))
                        d# = torch.copy_(torch.select(v#, 2, i), torch.select(h#, 1, 2))
                        q# = torch.unsqueeze(torch.select(h#, 1, 0), 2)
                        s# = torch.narrow(k#, 2, 0, torch.add(i, 1))
                        w# = torch.narrow(v#, 2, 0, torch.add(i, 1))
                        a# = torch.scaled_dot_product_attention(q#, s#, w#, None, 0., False)
                        r# = torch.reshape(a#, [b, SIZE])
                    """ + AFTER_ATTENTION).indent(2));
        }
        return body.append(forBlock(Workload.BLOCKS, """
                      last0 = torch.layer_norm(x#, [SIZE], self.lastGain, self.lastBias, 1e-05, True)
                      last = last0
                    return torch.linear(last, self.headWeight, self.headBias)
                """)).toString();
    }

    private String forBlock(int block, String code) {
        return code.replace("SELF", "self.block" + block).replace("HEADS", String.valueOf(Workload.HEADS))
                .replace("PART", String.valueOf(workload.size() / Workload.HEADS))
                .replace("SIZE", String.valueOf(workload.size()))
                .replace("CAUSAL", workload.causal() ? "True" : "False")
                .replace("#", String.valueOf(block)).replace("@", String.valueOf(block + 1));
    }

    private void head() {
        dense("head", "head.weight", "head.bias");
    }

    private void dense(String name, String weight, String bias) {
        transposed(name + "Weight", weight);
        vector(name + "Bias", bias);
    }

    private void vector(String name, String ours) {
        archive.parameter(name, value(ours), value(ours).length);
    }

    private void transposed(String name, String ours) {
        int[] shape = model.parameters().get(ours).shape();
        archive.parameter(name, Layouts.transposed(value(ours), shape[0], shape[1]), shape[1], shape[0]);
    }

    private float[] value(String ours) {
        return model.parameters().get(ours).value();
    }
}
