package dev.unroll.experiment;

/**
 * Where something stands in a file.
 *
 * @param file as the user named it, or the option of the command line that says it
 * @param line from 1; 0 where there are no lines
 */
record Place(String file, int line) {

    /** The exception that says of this place what is wrong with it. */
    SpecException error(String message) {
        return new SpecException(file + (line == 0 ? "" : ":" + line) + ": " + message);
    }
}
