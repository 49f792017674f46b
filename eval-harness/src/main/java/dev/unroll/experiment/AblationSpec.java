package dev.unroll.experiment;

import java.util.List;

/**
 * Which models of an experiment are variants of one, and by what they differ from it; for reports, which show each
 * variant's difference to the base.
 *
 * @param base     name of the model that was changed
 * @param variants in the order of the models
 */
public record AblationSpec(String base, List<Variant> variants) {

    public AblationSpec {
        variants = List.copyOf(variants);
    }

    /**
     * A changed model.
     *
     * @param model   its name
     * @param changes names of the changes made, in the order of the file
     */
    public record Variant(String model, List<String> changes) {
        public Variant {
            changes = List.copyOf(changes);
        }
    }
}
