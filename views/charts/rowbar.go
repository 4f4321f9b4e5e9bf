package charts

// rowShare is the width of a bar, in percent of the largest.
func rowShare(n, most int) string { return percent(share(max(0, min(n, most)), max(1, most))) }
