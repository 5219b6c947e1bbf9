"""The Django apps. Each has the same rooms: models, queries, actions, forms, views, urls, templates."""
