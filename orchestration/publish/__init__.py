"""From a tested build to what people read: releases and pages."""
