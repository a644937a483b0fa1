{#- One row for each combination of the columns that stands there more than once: the grain holds. -#}
{% test is_unique_combination(model, columns) %}

    select
        {{ columns | join(', ') }},
        count(*) as row_count
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1

{% endtest %}
