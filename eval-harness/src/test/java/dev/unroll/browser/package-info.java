/** A headless Chromium for tests of pages. */
package dev.unroll.browser;
