package dev.unroll.recurrent;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks functions on vectors that must be compiled apart from each other.
 *
 * <p>A step of a cell is several such functions in a row. Inlined together they are more than the compiler takes, and
 * what it then leaves out allocates its vectors. So a cell keeps them in an array and calls all of them from one place,
 * where being one of several keeps each from being inlined.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.SOURCE)
public @interface Apart {
}
