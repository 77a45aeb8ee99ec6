"""The application: records, people, permissions. It stands on the core, which knows nothing of it.

The apps follow the case; a lower one never imports a higher: config, oversight, cases, nominations,
runs, people, audit, accounts, ui. Nobody touches a person except through `people.access`.
"""
