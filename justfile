# Short names for the commands of CONTRIBUTING.md; nothing here that is not there.

check *ARGS:
    ./check {{ARGS}}

fast:
    ./check --fast

demo *ARGS:
    cargo run -- demo {{ARGS}}

tidy:
    cargo xtask tidy

assets:
    cargo xtask assets

generate:
    cargo xtask generate

pictures *PATHS:
    cd e2e && npm run pictures -- {{PATHS}}
