package dev.unroll.recurrent;

import java.util.List;

/**
 * What stands around each layer of a stack: nothing, or the pre-norm residual block that Transformers are made of (Xiong
 * et al. 2020, arXiv 2002.04745), so that what is compared is a cell against attention inside the same block. Beck et al.
 * 2024 ("xLSTM", arXiv 2405.04517, table 2) measure how much of a comparison of bare stacks is the block's doing.
 *
 * @param residual        whether layers stand in residual blocks, {@link ResidualLayer}, over features that are projected
 *                        to the layers' size, with a last normalization after all; default false. All layers must then
 *                        have one size, embeddingSize too, and dropout acts on what each part of a block adds.
 * @param feedForwardSize values between the two maps of a block's feed-forward part; 0 leaves that part out; default four
 *                        times the layer's size, as in a Transformer. Needs residual.
 */
public record Backbone(Boolean residual, Integer feedForwardSize) {

    /** Bare layers. */
    public static final Backbone BARE = new Backbone(null, null);

    public Backbone {
        residual = residual != null && residual;
        if (feedForwardSize != null && !residual) {
            throw new IllegalArgumentException("feedForwardSize needs residual blocks; got " + feedForwardSize
                    + " without; set residual to true or leave it out");
        }
        if (feedForwardSize != null && feedForwardSize < 0) {
            throw new IllegalArgumentException("feedForwardSize must be at least 0; got " + feedForwardSize
                    + "; 0 leaves that part out");
        }
    }

    /** Refuses a dropout that is no probability, or that has nowhere to act: between bare layers, of which there is one. */
    public void requireDropout(double dropout, int layers) {
        if (residual) {
            StackChecks.requireProbability("dropout", dropout);
        } else {
            StackChecks.requireDropout(dropout, layers);
        }
    }

    /** With its default for a stack filled in, which must suit it; {@code null} is {@link #BARE}. */
    public static Backbone complete(Backbone backbone, List<Integer> hiddenSizes, Integer embeddingSize,
            Direction direction) {
        Backbone its = backbone == null ? BARE : backbone;
        if (!its.residual()) {
            return its;
        }
        int size = hiddenSizes.get(0);
        if (hiddenSizes.stream().anyMatch(other -> other != size)) {
            throw new IllegalArgumentException("residual needs hiddenSizes that are all alike, since each block adds to"
                    + " what it takes; got " + hiddenSizes + "; make them equal");
        }
        if (embeddingSize != null && embeddingSize != size) {
            throw new IllegalArgumentException("residual needs an embeddingSize equal to hiddenSizes; got " + embeddingSize
                    + " and " + hiddenSizes + "; leave embeddingSize out");
        }
        if (direction == Direction.BIDIRECTIONAL) {
            throw new IllegalArgumentException("residual needs a direction in which a layer gives as many values as it"
                    + " takes; got direction bidirectional, which gives twice as many; choose forward or reverse");
        }
        return new Backbone(true, its.feedForwardSize() == null ? Math.multiplyExact(4, size) : its.feedForwardSize());
    }
}
