package newest

import (
	"regexp"
	"strings"
)

// unsigned leaves out signatures: what follows "-- ".
func unsigned(lines []string) []string {
	var kept []string
	for i := 0; i < len(lines); i++ {
		if lines[i] != "--" && lines[i] != "—" {
			kept = append(kept, lines[i])
			continue
		}
		// A signature may stand above a quotation that is followed by more words; it ends there.
		for i+1 < len(lines) && !isQuoted(lines[i+1]) {
			i++
		}
	}
	return trimBlank(kept)
}

// withoutFooters leaves out what phones write below the last words, and what organisations do.
func withoutFooters(kept []string) []string {
	for {
		start := lastParagraph(kept)
		if start < 0 || !isFooter(kept[start:]) {
			break
		}
		kept = trimBlank(kept[:start])
	}
	if n := len(kept); n > 0 && phone.MatchString(kept[n-1]) { // right below the last words
		kept = trimBlank(kept[:n-1])
	}
	return kept
}

// lastParagraph is where the last paragraph begins; -1 where there is none.
func lastParagraph(lines []string) int {
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i] == "" {
			return i + 1
		}
	}
	return min(0, len(lines)-1)
}

var (
	// phone is a line that a phone or a mail program adds by itself.
	phone = regexp.MustCompile(`(?i)^[\s_*]*(?:sent (?:from|via|using|with) (?:my |the )?(?:iphone|ipad|ipod|android|samsung|galaxy|huawei|xiaomi|oneplus|pixel|nokia|sony|blackberry|mobile|phone|tablet|windows|mail for|outlook|yahoo|aol|bt email|virgin ?media|ee |k-9|fairemail|thunderbird|proton|gmail|tuta|apple|mac\b|windows phone)[^\n]{0,120}|get (?:outlook|<?https?://aka\.ms)[^\n]{0,160}|anfonwyd (?:o|oddi ar|gan|drwy) (?:fy |y )?[^\n]{1,60}|wedi(?:'|’)i anfon o[^\n]{1,60}|envoyé (?:de|depuis) mon [^\n]{1,40}|von meinem [^\n]{1,40} gesendet|enviado desde mi [^\n]{1,40}|yahoo mail: search, organi[sz]e, conquer|please excuse my brevity\.?)[\s_*]*$`)
	// disclaimer begins what organisations have their mail server add.
	disclaimer = regexp.MustCompile(`(?i)^[\s_*=-]*(?:(?:confidentiality|legal|privacy) (?:notice|disclaimer)\b|disclaimer\b|this (?:e-?mail|message|communication|transmission)\b.*\b(?:confidential|intended|privileged|virus|scanned|monitored)|the information (?:contained )?in this (?:e-?mail|message)\b.*\b(?:confidential|intended|privileged)|please consider the environment\b|think before you print|mae(?:'|’)r (?:e-?bost|neges) (?:hwn|hon)\b.*\b(?:cyfrinachol|gyfrinachol|cael ei (?:fwriadu|anfon)))`)
	warned     = regexp.MustCompile(`(?i)^[\s*]*(?:caution|warning|rhybudd):? ?[^\n]{0,40}(?:external|outside|allanol)`)
)

// isFooter tells whether a paragraph at the end was added by a machine.
func isFooter(lines []string) bool {
	for _, line := range lines {
		if !phone.MatchString(line) && !isRule(line) {
			whole := strings.Join(lines, " ")
			return disclaimer.MatchString(whole) || warned.MatchString(whole)
		}
	}
	return true
}
