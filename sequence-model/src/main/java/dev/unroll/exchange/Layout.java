package dev.unroll.exchange;

import java.util.Map;

/** Whose names and forms the weights in a file have. */
public enum Layout {

    /**
     * What {@code state_dict()} of modules of {@code torch.nn} holds; a model's modules are called {@code embedding},
     * {@code lstm}, {@code gru}, {@code rnn} or {@code encoder}, and {@code head}.
     */
    PYTORCH("PyTorch", ".", Map.of("format", "pt")),

    /**
     * The variables of layers of Keras 3 under their paths; a model's layers have the names that Keras gives by itself:
     * {@code embedding}, {@code lstm}, {@code lstm_1} and so on, {@code dense}.
     */
    KERAS("Keras", "/", Map.of());

    private final String title;
    private final String separator;
    private final Map<String, String> metadata;

    Layout(String title, String separator, Map<String, String> metadata) {
        this.title = title;
        this.separator = separator;
        this.metadata = metadata;
    }

    /** The framework's name. */
    public String title() {
        return title;
    }

    /** Between a module's name and a tensor's. */
    String separator() {
        return separator;
    }

    /** What readers of that framework expect in the file beside the tensors. */
    Map<String, String> metadata() {
        return metadata;
    }
}
