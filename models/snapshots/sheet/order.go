package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
)

// contents is the part of a workbook that tells what the others are.
const contents = "[Content_Types].xml"

// inOrder writes the parts of a workbook again in order of their names: they come as they lie in a map, and the same
// workbook is to have the same bytes.
func inOrder(workbook []byte) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int {
		switch contents { // what programs look for first
		case a.Name:
			return -1
		case b.Name:
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range in.File {
		raw, err := part.OpenRaw()
		if err != nil {
			return nil, err
		}
		to, err := w.CreateRaw(&part.FileHeader)
		if err != nil {
			return nil, err
		}
		if _, err := io.Copy(to, raw); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
