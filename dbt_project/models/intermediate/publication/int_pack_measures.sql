{%- set keys = 'measure_id, organisation_unit_id, period_id' -%}
{#- Held back of a row that is withheld: the figure and what follows from it. -#}
{%- set figures = [
    'numerator', 'denominator', 'value', 'variance_pct', 'attainment', 'rag_status',
    'rag_reason', 'movement',
] -%}

with pack_rows as (
    select * from {{ ref('int_pack_rows') }}
),

explanations as (
    select * from {{ ref('int_explanations') }}
),

sentences as (
    select * from {{ ref('int_withheld_sentences') }}
),

observations as (
    select
        {{ keys }},
        commentary
    from {{ ref('int_return_observations') }}
),

rule_versions as (
    select * from {{ ref('int_rule_versions') }}
    where rule_kind = 'rag_profile'
),

final as (
    select
        pack_rows.publication_id,
        pack_rows.measure_id,
        pack_rows.organisation_unit_id,
        pack_rows.period_id,
        pack_rows.value_status,
        {% for figure in figures -%}
        case when not pack_rows.is_withheld then pack_rows.{{ figure }} end
            as {{ figure }},
        {% endfor -%}
        case when not pack_rows.is_withheld then explanations.explanation end
            as explanation,
        case when not pack_rows.is_withheld then observations.commentary end
            as commentary,
        pack_rows.sign_off_state,
        sentences.withheld_reason,
        pack_rows.target_version_id,
        pack_rows.rag_profile_id,
        rule_versions.version as rule_version,
        pack_rows.expected_value,
        pack_rows.target_value,
        pack_rows.is_withheld,
        pack_rows.period_end_date
    from pack_rows
    left join explanations using ({{ keys }})
    left join observations using ({{ keys }})
    left join sentences using (publication_id, {{ keys }})
    left join rule_versions
        on
            pack_rows.rag_profile_id = rule_versions.rule_id
            and {{ is_in_force('rule_versions', 'pack_rows.period_end_date') }}
)

select * from final
