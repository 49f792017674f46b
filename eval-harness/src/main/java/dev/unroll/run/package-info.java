/** What a run leaves behind. Start at {@link dev.unroll.run.RunFolder}. */
package dev.unroll.run;
