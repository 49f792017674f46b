/** How the harness writes JSON, so that equal content has equal bytes everywhere. */
package dev.unroll.json;
