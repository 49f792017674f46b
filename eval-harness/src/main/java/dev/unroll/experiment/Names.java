package dev.unroll.experiment;

import dev.unroll.experiment.SpecNode.Form;
import dev.unroll.experiment.SpecNode.Scalar;

/** Names that are also names of files on every system. */
final class Names {

    static final String FORM = "[A-Za-z0-9][A-Za-z0-9._-]*";

    private Names() {
    }

    /** The name in a node. */
    static String read(SpecNode node, String key) {
        if (node instanceof Scalar scalar && scalar.form() != Form.TEXT && scalar.form() != Form.NOTHING) {
            throw node.place().error(key + " must be text; got " + scalar.text() + "; write \"" + scalar.text()
                    + "\" in quotes");
        }
        if (!(node instanceof Scalar scalar) || !scalar.text().matches(FORM)) {
            throw node.place().error(key + " must be made of letters, digits, '.', '_' and '-' and begin with a"
                    + " letter or"
                    + " digit; got " + node.described() + "; choose another, since files are named after it");
        }
        return scalar.text();
    }
}
