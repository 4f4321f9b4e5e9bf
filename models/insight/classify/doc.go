// Package classify suggests themes for what people said. It learns from every tag at once, and from the words of the
// codebook alone before there are any. It knows no database.
package classify
