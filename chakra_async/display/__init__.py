"""What people look at: pages, tables and live lines made of reports, runs and models.

Nothing here changes what it shows. Lower layers reach it through `chakra_async._views`, which loads it on first use.
"""
