/**
 * The models of this project on Deeplearning4j and ND4J, behind the same contract, so that two independent
 * implementations check each other.
 */
package dev.unroll.dl4j;
