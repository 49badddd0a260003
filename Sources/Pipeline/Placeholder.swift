// placeholder
// placeholder
