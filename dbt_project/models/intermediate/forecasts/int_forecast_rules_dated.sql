with parameters as (
    select * from {{ ref('stg_reference__forecast_parameters') }}
),

rule_versions as (
    select * from {{ ref('int_rule_versions') }}
    where rule_kind = 'forecast_rule'
),

-- All numbers of a version side by side: a forecast takes them together.
gathered as (
    select
        forecast_rule_id,
        version,
        {% for number in ['most_points', 'least_points', 'coverage', 'farthest_days'] %}
        max(case when parameter = '{{ number }}' then value end) as {{ number }}
        {%- if not loop.last %},{% endif %}
        {% endfor %}
    from parameters
    group by forecast_rule_id, version
),

final as (
    select
        gathered.forecast_rule_id,
        gathered.version as forecast_rule_version,
        gathered.most_points,
        gathered.least_points,
        gathered.coverage,
        gathered.farthest_days,
        rule_versions.valid_from_date,
        rule_versions.valid_to_date
    from gathered
    inner join rule_versions
        on
            gathered.forecast_rule_id = rule_versions.rule_id
            and gathered.version = rule_versions.version
)

select * from final
