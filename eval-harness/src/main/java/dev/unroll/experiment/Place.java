package dev.unroll.experiment;

/**
 * Where something stands in a file.
 *
 * @param file as the user named it
 * @param line from 1
 */
record Place(String file, int line) {

    /** The exception that says of this place what is wrong with it. */
    SpecException error(String message) {
        return new SpecException(file + ":" + line + ": " + message);
    }
}
