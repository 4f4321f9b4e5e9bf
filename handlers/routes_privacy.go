package handlers

// privacyRoutes are for what people ask about their details, also those who have no account, and for those who answer.
func (a *App) privacyRoutes(r *registrar) {
	r.get(Anyone, "/your-data", a.showYourData, beforeOpening)
	r.post(Anyone, "/your-data", a.askYourData, beforeOpening, owing)
	r.post(Anyone, "/your-data/code", a.showRequestByCode, beforeOpening, owing)

	r.get(CanAdminister, "/place/kept", a.listKept)
	r.get(CanAdminister, "/place/kept/certificates.csv", a.certificatesCSV)
	r.get(CanAdminister, "/place/kept/certificates/:certificate", a.showCertificate)
	r.get(CanAdminister, "/place/kept/:what", a.showKept)
	r.post(CanAdminister, "/place/kept/:what", a.postKept)

	r.get(CanAdminister, "/place/requests", a.listRequests)
	r.post(CanAdminister, "/place/requests", a.typeInRequest)
	r.get(CanAdminister, "/place/requests.csv", a.requestsCSV)
	r.get(CanAdminister, "/place/requests/:request", a.showRequest)
	r.post(CanAdminister, "/place/requests/:request", a.stepRequest)
	r.get(CanAdminister, "/place/requests/:request/letter", a.showRequestLetter)
	r.post(CanAdminister, "/place/erase", a.eraseRecorded)
}
