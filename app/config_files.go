package main

import "folkmoot/models/files"

// parseFiles reads where attached files lie: in the data folder, or in a bucket. Its error never holds a secret.
func parseFiles(value, data string) (*files.Depot, error) {
	if value == "" {
		return files.Folder(data), nil
	}
	return files.Bucket(value)
}
