"""The form of the reading settings."""

from django import forms

OFFERS = {
    "scheme": [("device", "As this device is set"), ("light", "Light"), ("dark", "Dark")],
    "size": [("usual", "Usual"), ("larger", "Larger"), ("largest", "Largest")],
    "spacing": [("usual", "Usual"), ("more", "More room between lines and letters")],
    "plain": [("no", "With its warm background"), ("yes", "Plain: one background, darker text")],
}


class ReadingForm(forms.Form):
    """Four choices, each with a first one that is the usual."""

    scheme = forms.ChoiceField(label="Colours", choices=OFFERS["scheme"], widget=forms.RadioSelect)
    size = forms.ChoiceField(label="Size of the text", choices=OFFERS["size"], widget=forms.RadioSelect)
    spacing = forms.ChoiceField(label="Spacing", choices=OFFERS["spacing"], widget=forms.RadioSelect)
    plain = forms.ChoiceField(label="The page", choices=OFFERS["plain"], widget=forms.RadioSelect)
