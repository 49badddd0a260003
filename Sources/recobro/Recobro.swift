import ArgumentParser

@main struct Recobro: ParsableCommand { func run() throws {} }
