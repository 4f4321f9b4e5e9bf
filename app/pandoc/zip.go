package pandoc

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"time"
)

// dated puts one date on everything in an archive, in place of when it was made: then the same book always gives the
// same bytes.
func dated(archive []byte, at time.Time) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, fmt.Errorf("pandoc made no archive: %w", err)
	}
	at = at.UTC()
	day := uint16(at.Day() + int(at.Month())<<5 + (max(at.Year(), 1980)-1980)<<9)
	minute := uint16(at.Second()/2 + at.Minute()<<5 + at.Hour()<<11)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range in.File {
		header := f.FileHeader
		//lint:ignore SA1019 a raw header is written from these, and not from Modified
		header.ModifiedDate, header.ModifiedTime, header.Extra = day, minute, nil
		data, err := f.OpenRaw()
		if err != nil {
			return nil, err
		}
		part, err := w.CreateRaw(&header)
		if err != nil {
			return nil, err
		}
		if _, err := io.Copy(part, data); err != nil {
			return nil, err
		}
	}
	err = w.Close()
	return out.Bytes(), err
}
